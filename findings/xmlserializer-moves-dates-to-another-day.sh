#!/usr/bin/env bash
# XmlSerializer of .NET 10.0.12 moves a date such as 2025-10-05Z to the day before on machines west of Greenwich.
#
# In XML Schema, a date can have a time zone, and the status_date of an Alma job has one. If a DateTime property has
# DataType = "date", which tools that generate classes from a schema add to each date, XmlSerializer converts midnight UTC
# to local time. West of Greenwich, that is the evening of the day before. The property then has the wrong day, and
# serializing it again writes the wrong date. The same property without DataType, XmlReader and XElement all return the
# day in the document. A test on a machine whose time zone is UTC cannot notice the difference.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
cat >"$folder/dates.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <SelfContained>true</SelfContained>
    <RuntimeIdentifier>$(NETCoreSdkRuntimeIdentifier)</RuntimeIdentifier>
    <RuntimeFrameworkVersion>10.0.12</RuntimeFrameworkVersion>
  </PropertyGroup>
</Project>
XML
cat >"$folder/Program.cs" <<'CSHARP'
using System;
using System.IO;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Serialization;

foreach (string text in new[] { "2025-10-05", "2025-10-05Z" })
{
    string xml = $"<job><status_date>{text}</status_date></job>";
    var serializer = new XmlSerializer(typeof(TypedJob));
    var typed = (TypedJob)serializer.Deserialize(new StringReader(xml))!;
    var written = new StringWriter();
    serializer.Serialize(written, typed);
    var untyped = (UntypedJob)new XmlSerializer(typeof(UntypedJob)).Deserialize(new StringReader(xml))!;
    using XmlReader reader = XmlReader.Create(new StringReader(xml));
    reader.ReadToFollowing("status_date");
    DateTime read = reader.ReadElementContentAsDateTime();
    var cast = (DateTime)XElement.Parse(xml).Element("status_date")!;
    Console.WriteLine($".NET {Environment.Version}, {TimeZoneInfo.Local.Id}, {text}:");
    Console.WriteLine($"  with DataType {typed.StatusDate:yyyy-MM-dd}, written again {XElement.Parse(written.ToString()).Value}");
    Console.WriteLine($"  without DataType {untyped.StatusDate:yyyy-MM-dd}, XmlReader {read:yyyy-MM-dd}, XElement {cast:yyyy-MM-dd}");
}

[XmlRoot("job")]
public class TypedJob
{
    [XmlElement("status_date", DataType = "date")]
    public DateTime StatusDate { get; set; }
}

[XmlRoot("job")]
public class UntypedJob
{
    [XmlElement("status_date")]
    public DateTime StatusDate { get; set; }
}
CSHARP
dotnet build "$folder" --output "$folder/out" --verbosity quiet >/dev/null
seen=$(for zone in America/New_York Asia/Tokyo; do TZ=$zone "$folder/out/dates"; done)
echo "$seen"

expected='.NET 10.0.12, America/New_York, 2025-10-05:
  with DataType 2025-10-05, written again 2025-10-05
  without DataType 2025-10-05, XmlReader 2025-10-05, XElement 2025-10-05
.NET 10.0.12, America/New_York, 2025-10-05Z:
  with DataType 2025-10-04, written again 2025-10-04
  without DataType 2025-10-05, XmlReader 2025-10-05, XElement 2025-10-05
.NET 10.0.12, Asia/Tokyo, 2025-10-05:
  with DataType 2025-10-05, written again 2025-10-05
  without DataType 2025-10-05, XmlReader 2025-10-05, XElement 2025-10-05
.NET 10.0.12, Asia/Tokyo, 2025-10-05Z:
  with DataType 2025-10-05, written again 2025-10-05
  without DataType 2025-10-05, XmlReader 2025-10-05, XElement 2025-10-05'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
