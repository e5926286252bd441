#!/usr/bin/env bash
# fast-xml-parser 5.12.1 returns the same element as a number or as a string, depending on the digits in it.
#
# The parser converts text to a number only if JavaScript prints that number with the same digits. Short ids always become
# numbers. The job instance ids of Alma have 16 or 17 digits, and above 2^53 (9007199254740992) only some of them do: of
# two consecutive ids, one can become a number while the other remains a string. Therefore code that compares ids with
# ===, or that uses them as keys of a Map, can work for one job and fail for the next. The skipLike option keeps all of
# these ids as strings.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund --no-update-notifier fast-xml-parser@5.12.1 >/dev/null

cat >ids.mjs <<'SCRIPT'
import { XMLParser } from 'fast-xml-parser';
const ids = ['1108569450000561', '9563643080000560', '9563643080000561', '9563643080000562', '36435630900005610', '36435630900005611'];
const xml = `<job_instances>${ids.map(id => `<job_instance><id>${id}</id></job_instance>`).join('')}</job_instances>`;
const types = options => new XMLParser(options).parse(xml).job_instances.job_instance.map(instance => typeof instance.id);
types({}).forEach((type, index) => console.log(`${ids[index]}: ${type}`));
console.log(`with skipLike: ${[...new Set(types({ numberParseOptions: { skipLike: /^\d{16,}$/ } }))]}`);
SCRIPT
seen=$(node ids.mjs)
echo "fast-xml-parser $(node -p 'require("fast-xml-parser/package.json").version')"
echo "$seen"

expected='1108569450000561: number
9563643080000560: number
9563643080000561: string
9563643080000562: number
36435630900005610: number
36435630900005611: string
with skipLike: string'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
