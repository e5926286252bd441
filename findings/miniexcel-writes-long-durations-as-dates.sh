#!/usr/bin/env bash
# MiniExcel 1.46.0 writes a TimeSpan of 24 hours or more to a workbook as a date, and cannot read it back.
#
# A shorter TimeSpan gets the number format 21, which is h:mm:ss. From 24 hours on, the cell gets the format 14, which is a
# date without a time, so that spreadsheet programs display a job of 26 hours as a day in January 1900. An untyped Query
# returns a TimeSpan for one row and a DateTime for the next. A typed Query throws an ExcelInvalidCastException when it
# reaches such a row, even if the type is the one that was saved. Tests with short jobs do not notice the difference, and
# CSV files are not affected. The release notes say only that TimeSpan is supported.
#
# With the attribute [ExcelFormat("c")], MiniExcel writes the duration as text and can read it back.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
cd "$folder"
cat >durations.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="MiniExcel" Version="1.46.0" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CSHARP'
using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"MiniExcel {typeof(MiniExcel).Assembly.GetName().Version!.ToString(3)}");
foreach (TimeSpan duration in new[] { new TimeSpan(23, 59, 59), TimeSpan.FromHours(24), new TimeSpan(26, 3, 4) })
{
    Show(duration, "jobs.xlsx", new Job { Duration = duration }, job => job.Duration);
    Show(duration, "jobs.csv", new Job { Duration = duration }, job => job.Duration);
    Show(duration, "text.xlsx", new JobWithText { Duration = duration }, job => job.Duration);
}

static void Show<T>(TimeSpan duration, string file, T job, Func<T, TimeSpan> read)
    where T : class, new()
{
    MiniExcel.SaveAs(file, new[] { job }, overwriteFile: true);
    object value = ((IDictionary<string, object>)MiniExcel.Query(file, useHeaderRow: true).Single())["Duration"];
    string typed;
    try
    {
        typed = read(MiniExcel.Query<T>(file).Single()).ToString();
    }
    catch (Exception error)
    {
        typed = error.GetType().Name;
    }

    string format = file.EndsWith(".csv") ? "none" : FormatOfCellA2(file);
    Console.WriteLine($"{duration} in {file}: number format {format}, untyped {value.GetType().Name} {value}, typed {typed}");
}

static string FormatOfCellA2(string file)
{
    using ZipArchive workbook = ZipFile.OpenRead(file);
    XElement cell = Load("xl/worksheets/sheet1.xml").Descendants().Single(element => (string?)element.Attribute("r") == "A2");
    XElement formats = Load("xl/styles.xml").Elements().Single(element => element.Name.LocalName == "cellXfs");
    return formats.Elements().ElementAt((int)cell.Attribute("s")!).Attribute("numFmtId")!.Value;

    XElement Load(string part)
    {
        using Stream stream = workbook.GetEntry(part)!.Open();
        return XElement.Load(stream);
    }
}

public class Job
{
    public TimeSpan Duration { get; set; }
}

public class JobWithText
{
    [ExcelFormat("c")]
    public TimeSpan Duration { get; set; }
}
CSHARP
dotnet build --output out --verbosity quiet >/dev/null
seen=$(dotnet out/durations.dll)
echo "$seen"

expected='MiniExcel 1.46.0
23:59:59 in jobs.xlsx: number format 21, untyped TimeSpan 23:59:59, typed 23:59:59
23:59:59 in jobs.csv: number format none, untyped String 23:59:59, typed 23:59:59
23:59:59 in text.xlsx: number format 0, untyped String 23:59:59, typed 23:59:59
1.00:00:00 in jobs.xlsx: number format 14, untyped DateTime 12/31/1899 00:00:00, typed ExcelInvalidCastException
1.00:00:00 in jobs.csv: number format none, untyped String 1.00:00:00, typed 1.00:00:00
1.00:00:00 in text.xlsx: number format 0, untyped String 1.00:00:00, typed 1.00:00:00
1.02:03:04 in jobs.xlsx: number format 14, untyped DateTime 12/31/1899 02:03:04, typed ExcelInvalidCastException
1.02:03:04 in jobs.csv: number format none, untyped String 1.02:03:04, typed 1.02:03:04
1.02:03:04 in text.xlsx: number format 0, untyped String 1.02:03:04, typed 1.02:03:04'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
