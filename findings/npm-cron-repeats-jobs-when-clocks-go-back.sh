#!/usr/bin/env bash
# cron 4.4.0 for Node.js runs a daily job twice on the day on which the clocks go back, first an hour too early.
#
# A scheduler has to decide what to do with jobs in the hour that happens twice. This package runs such a job once, but
# repeats the jobs of the hour after it. In Berlin, where the hour from 02:00 to 03:00 happens twice, "30 3 * * *" runs at
# the second 02:30, a time that the expression does not contain, and again at 03:30. A monitor that expects one run a day
# sees a run that nobody scheduled.
#
# The script lets a fake clock run from noon to noon over the change, and also shows the runs of croner 11.0.1.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export NODE_NO_WARNINGS=1
cd "$folder"
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund --no-update-notifier cron@4.4.0 luxon@3.7.2 croner@11.0.1 >/dev/null

cat >days.mjs <<'SCRIPT'
import { mock } from 'node:test';
const days = [['Europe/Berlin', '2025-10-25T10:00Z', [1, 2, 3, 4]], ['America/New_York', '2025-11-01T16:00Z', [1, 2, 3]]];
mock.timers.enable({ apis: ['Date', 'setTimeout'] });
const { CronJob } = await import('cron');
const { Cron } = await import('croner');
for (const [zone, noon, hours] of days) {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' });
  for (const hour of hours) {
    mock.timers.reset();
    mock.timers.enable({ apis: ['Date', 'setTimeout'], now: Date.parse(noon) });
    const runs = { cron: [], croner: [] };
    const expression = `30 ${hour} * * *`;
    new CronJob(expression, () => runs.cron.push(clock.format(Date.now())), null, true, zone);
    new Cron(expression, { timezone: zone }, () => runs.croner.push(clock.format(Date.now())));
    for (let minute = 0; minute < 24 * 60; minute++) mock.timers.tick(60_000);
    console.log(`${zone}, ${expression}: cron at ${runs.cron.join(' and ')}, croner at ${runs.croner.join(' and ')}`);
  }
}
process.exit();
SCRIPT
seen=$(node days.mjs)
echo "$seen"

expected='Europe/Berlin, 30 1 * * *: cron at 01:30, croner at 01:30
Europe/Berlin, 30 2 * * *: cron at 02:30, croner at 02:30
Europe/Berlin, 30 3 * * *: cron at 02:30 and 03:30, croner at 03:30
Europe/Berlin, 30 4 * * *: cron at 04:30, croner at 04:30
America/New_York, 30 1 * * *: cron at 01:30, croner at 01:30
America/New_York, 30 2 * * *: cron at 01:30 and 02:30, croner at 02:30
America/New_York, 30 3 * * *: cron at 03:30, croner at 03:30'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
