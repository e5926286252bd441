#!/usr/bin/env pwsh

#Requires -Version 7.4

<#
.SYNOPSIS
    Generates the module's help file from the pages in docs/en-US.
.DESCRIPTION
    First, this script updates the pages from the built module. It replaces everything that can be read from the code:
    syntax, types, parameter sets, positions, aliases and accepted values. It keeps the text that people wrote, and adds
    a placeholder for the description of each new parameter.

    Then it uses Microsoft.PowerShell.PlatyPS to generate en-US/JobStatus.dll-Help.xml, the file that Get-Help displays.
    PlatyPS omits some information and writes some of it in a form that Get-Help displays badly. The script corrects
    this; a comment at each correction explains the reason. The same pages always produce the same file, byte for byte.

    Run the script in a PowerShell session that has not loaded an earlier build of the module.
.EXAMPLE
    dotnet build; ./docs/Build-Help.ps1
#>
[CmdletBinding()]
param(
    # The folder of the built module.
    [string] $Module = (Join-Path $PSScriptRoot .. out JobStatus),

    # The folder that contains the pages.
    [string] $Pages = (Join-Path $PSScriptRoot en-US),

    # The folder to write the help file to.
    [string] $Output = (Join-Path $PSScriptRoot .. en-US)
)

$ErrorActionPreference = 'Stop'

# PlatyPS reads properties that do not exist on every object.
Set-StrictMode -Off

# Version 1.0.1 writes String instead of String[] for the input types of many cmdlets.
if (-not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable | Where-Object Version -GE '1.0.2')) {
    throw 'Microsoft.PowerShell.PlatyPS 1.0.2 or later is missing. Install it with: Install-PSResource Microsoft.PowerShell.PlatyPS'
}

if (-not (Test-Path (Join-Path $Module JobStatus.psd1))) {
    throw "'$Module' does not contain a built module. Build it with: dotnet build"
}

Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.2
$work = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())

# Writes the same bytes on every platform: LF line endings, no byte order mark, and one line feed at the end.
function Save([string] $Path, [string] $Text) {
    [IO.File]::WriteAllText($Path, $Text.Replace("`r`n", "`n").TrimEnd() + "`n")
}

# Updates a page from the code. PlatyPS always writes the current date, so the date of the page is restored. It also omits the
# common parameters from some parameter sets of cmdlets that inherit parameters.
function WritePage($Command, [string] $Page) {
    if (-not (Test-Path $Page)) {
        Copy-Item (New-MarkdownCommandHelp -CommandInfo $Command -OutputFolder (Join-Path $work page) -Force) $Page
    }

    $date = [regex]::Match([IO.File]::ReadAllText($Page), '(?m)^ms\.date:.*$').Value
    Update-MarkdownCommandHelp $Page -NoBackup
    $text = [IO.File]::ReadAllText($Page) -replace '(?m)^ms\.date:.*$', $date
    foreach ($parameter in $Command.Parameters.Values) { $text = FillParameter $text $Command $parameter }
    $syntax = "(?ms)(?<=^``````\n$($Command.Name) (?:(?!``````|CommonParameters).)*)\n(?=``````$)"
    $text = [regex]::Replace($text, $syntax, {
            param($End)
            $lineStart = $text.LastIndexOf("`n", $End.Index - 1)
            "$(if ($End.Index - $lineStart -gt 78) { "`n" }) [<CommonParameters>]`n"
        })
    Save $Page $text
}

# Fills in what PlatyPS does not detect: the accepted values of a parameter, and its default value unless the page
# already has one.
function FillParameter([string] $Text, $Command, $Parameter) {
    $type = [Nullable]::GetUnderlyingType($Parameter.ParameterType)
    if (-not $type) { $type = $Parameter.ParameterType }
    $accepted = $Parameter.Attributes | Where-Object { $_ -is [ValidateSet] } | ForEach-Object ValidValues
    if (-not $accepted -and $type.IsEnum) { $accepted = [enum]::GetNames($type) }
    $accepted = if ($accepted) { "AcceptedValues:`n- $($accepted -join "`n- ")" } else { 'AcceptedValues: []' }
    $property = $Command.ImplementingType.GetProperty($Parameter.Name)
    $value = if ($Parameter.SwitchParameter) { $false } elseif ($property) { $property.GetValue($Command.ImplementingType::new()) }
    $isMandatory = @($Parameter.ParameterSets.Values).Where{ $_.IsMandatory }
    $default = if ($isMandatory -or $value -is [Collections.IDictionary] -or "$value" -eq '') { 'None' }
    elseif ("$value" -match '^\w+$') { "$value" }
    else { "'$value'" }

    [regex]::Replace($Text, "(?ms)^### -$($Parameter.Name)\n.*?^HelpMessage:", {
            param($Section)
            $withDefault = $Section.Value -replace "(?m)^DefaultValue: ''$", "DefaultValue: $default"
            $withDefault -replace '(?m)^AcceptedValues:.*\n(- .*\n)*', "$accepted`n"
        })
}

# Converts Markdown to plain text for a terminal. Each paragraph becomes one line, which the terminal wraps. Each list
# item keeps its own line.
function TextOf([string] $Markdown) {
    $text = $Markdown.Replace("`r`n", "`n").Trim()
    $text = $text -replace '\[([^\]]+)\]\((https?://[^)]+)\)', '$1 ($2)' -replace '\[([^\]]+)\]\([^)]+\)', '$1'
    $text = $text -replace '\*\*([^*]+)\*\*', '$1' -replace '`([^`]+)`', '$1'
    foreach ($paragraph in $text -split '\n\s*\n') {
        $paragraph -replace '\s*\n(?!- )\s*', ' '
    }
}

# Replaces the content of an element with paragraphs.
function FillParagraphs($Element, [string[]] $Text) {
    foreach ($old in @($Element.ChildNodes)) { $null = $Element.RemoveChild($old) }
    foreach ($one in $Text) {
        $paragraph = $Element.OwnerDocument.CreateElement('maml', 'para', $namespaces.LookupNamespace('maml'))
        $paragraph.InnerText = $one
        $null = $Element.AppendChild($paragraph)
    }
}

# Sets the attributes of a parameter for the given parameter sets. It is required only if every one of them requires it.
function MarkParameter($Element, $Parameter, $Sets) {
    $pipeline = @(
        if (@($Sets).Where{ $_.ValueFromPipeline }) { 'ByValue' }
        if (@($Sets).Where{ $_.ValueFromPipelineByPropertyName }) { 'ByPropertyName' }
    )
    $positions = @($Sets | ForEach-Object { "$($_.Position)" } | Sort-Object -Unique)
    $Element.SetAttribute('required', (-not @($Sets).Where{ -not $_.IsRequired }).ToString().ToLowerInvariant())
    $Element.SetAttribute('variableLength', $Parameter.Type.EndsWith('[]').ToString().ToLowerInvariant())
    $Element.SetAttribute('globbing', ([bool]$Parameter.SupportsWildcards).ToString().ToLowerInvariant())
    $Element.SetAttribute('pipelineInput', $(if ($pipeline) { "True ($($pipeline -join ', '))" } else { 'False' }))
    $Element.SetAttribute('position', $(if ($positions.Count -eq 1 -and $positions[0] -match '^\d+$') { $positions[0] } else { 'named' }))
    $Element.SetAttribute('aliases', $(if ($Parameter.Aliases) { $Parameter.Aliases -join ', ' } else { 'none' }))
}

# PlatyPS writes the whole example into the introduction, including code fences and control characters. Because Get-Help
# displays the code on the same line as the introduction, the text is moved to the remarks below the code.
function FillExample($Element, $Example) {
    $code, $text = @(), @()
    foreach ($part in [regex]::Split($Example.Remarks.Replace("`r`n", "`n"), '(?ms)^(```\w*\n.*?^```)\s*$')) {
        if ($part.StartsWith('```')) { $code += $part -replace '^```\w*\n' -replace '\n```$' }
        elseif ($part.Trim()) { $text += TextOf $part }
    }

    FillParagraphs $Element.SelectSingleNode('maml:introduction', $namespaces) @()
    $Element.SelectSingleNode('dev:code', $namespaces).InnerText = $code -join "`n`n"
    FillParagraphs $Element.SelectSingleNode('dev:remarks', $namespaces) ($text + '' + '')
}

function Find($From, [string] $Path) { $From.SelectNodes($Path, $namespaces) }

function RepairCommand($Element, $Page) {
    # A terminal must not show Markdown syntax or the line breaks of the source.
    FillParagraphs $Element.SelectSingleNode('command:details/maml:description', $namespaces) @(TextOf $Page.Synopsis)
    FillParagraphs $Element.SelectSingleNode('maml:description', $namespaces) @(TextOf $Page.Description)
    FillParagraphs $Element.SelectSingleNode('maml:alertSet/maml:alert', $namespaces) @(TextOf $Page.Notes)

    # In the syntax, PlatyPS marks no parameter as accepting pipeline input or wildcards. It also marks a parameter as
    # required in all parameter sets if only some of them require it.
    $items = @(Find $Element 'command:syntax/command:syntaxItem')
    for ($i = 0; $i -lt $items.Count; $i++) {
        $set = $Page.Syntax[$i].ParameterSetName
        foreach ($parameter in Find $items[$i] 'command:parameter') {
            $known = $Page.Parameters.Where{ $_.Name -eq $parameter['name', $namespaces.LookupNamespace('maml')].InnerText }[0]
            MarkParameter $parameter $known @($known.ParameterSets.Where{ $_.Name -in $set, '(All)' })
        }
    }

    foreach ($parameter in Find $Element 'command:parameters/command:parameter') {
        $known = $Page.Parameters.Where{ $_.Name -eq $parameter['name', $namespaces.LookupNamespace('maml')].InnerText }[0]
        MarkParameter $parameter $known $known.ParameterSets
        FillParagraphs $parameter.SelectSingleNode('maml:description', $namespaces) @(TextOf $known.Description)

        # PlatyPS omits the default value.
        $default = $parameter.AppendChild($document.CreateElement('dev', 'defaultValue', $namespaces.LookupNamespace('dev')))
        $default.InnerText = $known.DefaultValue

        # Use the same type name as in the syntax.
        $value = $parameter.SelectSingleNode('command:parameterValue', $namespaces)
        if ($value) {
            $value.SetAttribute('variableLength', $parameter.GetAttribute('variableLength'))
            $path = "command:parameter[maml:name='$($known.Name)']/command:parameterValue"
            $value.InnerText = $items.ForEach{ $_.SelectSingleNode($path, $namespaces) }.Where{ $_ }[0].InnerText
        }
    }

    $kinds = @(
        @{ Path = 'command:inputTypes/command:inputType'; Texts = $Page.Inputs }
        @{ Path = 'command:returnValues/command:returnValue'; Texts = $Page.Outputs }
    )
    foreach ($kind in $kinds) {
        $types = @(Find $Element $kind.Path)
        for ($i = 0; $i -lt $types.Count; $i++) {
            FillParagraphs $types[$i].SelectSingleNode('maml:description', $namespaces) @(TextOf $kind.Texts[$i].Description)
        }
    }

    $examples = @(Find $Element 'command:examples/command:example')
    for ($i = 0; $i -lt $examples.Count; $i++) { FillExample $examples[$i] $Page.Examples[$i] }

    # A relative link to another page does not work in a terminal, so only the name of the page remains.
    foreach ($uri in Find $Element 'command:relatedLinks/maml:navigationLink/maml:uri') {
        if ($uri.InnerText -notmatch '^https?:') { $uri.InnerText = '' }
    }
}

try {
    # Use a copy of the module without its help file. Otherwise, PlatyPS would add the existing help text to the pages.
    $bare = Join-Path $work JobStatus
    Copy-Item $Module $bare -Recurse -Exclude *-Help.xml
    Remove-Module JobStatus -ErrorAction Ignore
    $commands = (Import-Module $bare -PassThru).ExportedCmdlets.Values | Sort-Object Name

    $files = foreach ($command in $commands) {
        $file = Join-Path $Pages "$($command.Name).md"
        WritePage $command $file
        $file
    }

    $help = @(Import-MarkdownCommandHelp -LiteralPath $files)
    $exported = @($help | Export-MamlCommandHelp -OutputFolder (Join-Path $work maml) -Force)
    if ($exported.Count -ne 1) {
        throw "The pages refer to $($exported.Count) external help files, but they must all refer to the same one."
    }

    $document = [xml]::new()
    $document.Load($exported[0].FullName)
    $namespaces = [Xml.XmlNamespaceManager]::new($document.NameTable)
    foreach ($prefix in 'maml', 'command', 'dev') {
        $namespaces.AddNamespace($prefix, $document.DocumentElement.GetNamespaceOfPrefix($prefix))
    }
    $elements = $document.SelectNodes('//command:command', $namespaces)
    for ($i = 0; $i -lt $elements.Count; $i++) { RepairCommand $elements[$i] $help[$i] }

    $text = [IO.StringWriter]::new()
    $settings = [Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; OmitXmlDeclaration = $true }
    $writer = [Xml.XmlWriter]::Create($text, $settings)
    $document.Save($writer)
    $writer.Dispose()
    $null = New-Item -ItemType Directory -Force $Output
    Save (Join-Path (Resolve-Path $Output) $exported[0].Name) "<?xml version=`"1.0`" encoding=`"utf-8`"?>`n$text"
}
finally {
    Remove-Item $work -Recurse -Force -ErrorAction Ignore
}
