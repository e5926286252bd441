#!/usr/bin/env pwsh

#Requires -Version 7.4
<#
.SYNOPSIS
    Makes the help that ships from the pages in docs/en-US.
.DESCRIPTION
    The pages are the source. What a person writes in them is kept. What the code knows (syntax, types, parameter sets,
    positions, aliases, accepted values) is taken from the built module; a new parameter gets a place to be filled in.
    From the pages Microsoft.PowerShell.PlatyPS makes en-US/JobStatus.dll-Help.xml, which Get-Help shows. Where PlatyPS
    leaves something out or writes what Get-Help shows badly, this script repairs it; each repair says why. The same
    pages give the same file, byte for byte.

    Run it in a PowerShell that has not loaded an earlier build of the module.
.EXAMPLE
    dotnet build; ./docs/Build-Help.ps1
#>
[CmdletBinding()]
param(
    # The built module.
    [string] $Module = (Join-Path $PSScriptRoot .. out JobStatus),

    # The folder of the pages.
    [string] $Pages = (Join-Path $PSScriptRoot en-US),

    # The folder to write the help to.
    [string] $Output = (Join-Path $PSScriptRoot .. en-US)
)

$ErrorActionPreference = 'Stop'

# PlatyPS asks for members that are not always there.
Set-StrictMode -Off

if (-not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable | Where-Object Version -GE '1.0.1')) {
    throw 'Microsoft.PowerShell.PlatyPS is missing. Install it with: Install-PSResource Microsoft.PowerShell.PlatyPS'
}

if (-not (Test-Path (Join-Path $Module JobStatus.psd1))) {
    throw "There is no built module in '$Module'. Build it with: dotnet build"
}

Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.1
$work = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())

# Lines end with a line feed on every system, there is no byte order mark, and one line feed ends the file.
function Save([string] $Path, [string] $Text) {
    [IO.File]::WriteAllText($Path, $Text.Replace("`r`n", "`n").TrimEnd() + "`n")
}

# The pages, in step with the code. PlatyPS writes today's date; a page that did not change keeps its own.
function WritePage($Command, [string] $Page) {
    if (-not (Test-Path $Page)) {
        Copy-Item (New-MarkdownCommandHelp -CommandInfo $Command -OutputFolder (Join-Path $work page) -Force) $Page
    }

    $date = [regex]::Match([IO.File]::ReadAllText($Page), '(?m)^ms\.date:.*$').Value
    Update-MarkdownCommandHelp $Page -NoBackup
    $text = [IO.File]::ReadAllText($Page) -replace '(?m)^ms\.date:.*$', $date
    foreach ($parameter in $Command.Parameters.Values) { $text = FillParameter $text $Command $parameter }
    Save $Page $text
}

# What PlatyPS does not find out of a parameter: the values that it accepts, and, where a person has not written another
# one, the value that stands for it when it is not given.
function FillParameter([string] $Text, $Command, $Parameter) {
    $type = [Nullable]::GetUnderlyingType($Parameter.ParameterType)
    if (-not $type) { $type = $Parameter.ParameterType }
    $accepted = if ($type.IsEnum) { [enum]::GetNames($type) } else { $Parameter.Attributes | Where-Object { $_ -is [ValidateSet] } | ForEach-Object ValidValues }
    $accepted = if ($accepted) { "AcceptedValues:`n- $($accepted -join "`n- ")" } else { 'AcceptedValues: []' }
    $property = $Command.ImplementingType.GetProperty($Parameter.Name)
    $value = if ($Parameter.SwitchParameter) { $false } elseif ($property) { $property.GetValue($Command.ImplementingType::new()) }
    $isMandatory = @($Parameter.ParameterSets.Values).Where{ $_.IsMandatory }
    $default = if ($isMandatory -or $value -is [Collections.IDictionary] -or "$value" -eq '') { 'None' } elseif ("$value" -match '^\w+$') { "$value" } else { "'$value'" }

    [regex]::Replace($Text, "(?ms)^### -$($Parameter.Name)\n.*?^HelpMessage:", {
            param($Section)
            $Section.Value -replace "(?m)^DefaultValue: ''$", "DefaultValue: $default" -replace '(?m)^AcceptedValues:.*\n(- .*\n)*', "$accepted`n"
        })
}

# The text of a page without its markup, as the lines of a terminal: a paragraph is one line, which the window wraps,
# and each item of a list is one of its own.
function TextOf([string] $Markdown) {
    $text = $Markdown.Replace("`r`n", "`n").Trim()
    $text = $text -replace '\[([^\]]+)\]\((https?://[^)]+)\)', '$1 ($2)' -replace '\[([^\]]+)\]\([^)]+\)', '$1'
    $text = $text -replace '\*\*([^*]+)\*\*', '$1' -replace '`([^`]+)`', '$1'
    foreach ($paragraph in $text -split '\n\s*\n') {
        $paragraph -replace '\s*\n(?!- )\s*', ' '
    }
}

# Fills an element with paragraphs.
function FillParagraphs($Element, [string[]] $Text) {
    foreach ($old in @($Element.ChildNodes)) { $null = $Element.RemoveChild($old) }
    foreach ($one in $Text) {
        $paragraph = $Element.OwnerDocument.CreateElement('maml', 'para', $namespaces.LookupNamespace('maml'))
        $paragraph.InnerText = $one
        $null = $Element.AppendChild($paragraph)
    }
}

# What a parameter is in one parameter set, or, without one, in all: required where every set requires it.
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

# PlatyPS puts the whole example into the introduction, fences and all, with control characters in between. Get-Help
# writes code right behind an introduction, in the same line; so the text goes below the code.
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
    # Markup and the line breaks of the source are no text for a terminal.
    FillParagraphs $Element.SelectSingleNode('command:details/maml:description', $namespaces) @(TextOf $Page.Synopsis)
    FillParagraphs $Element.SelectSingleNode('maml:description', $namespaces) @(TextOf $Page.Description)
    FillParagraphs $Element.SelectSingleNode('maml:alertSet/maml:alert', $namespaces) @(TextOf $Page.Notes)

    # PlatyPS says of no parameter of the syntax that it takes pipeline input or wildcards, and calls one required that
    # some parameter sets can do without.
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

        # PlatyPS leaves the default out.
        $default = $parameter.AppendChild($document.CreateElement('dev', 'defaultValue', $namespaces.LookupNamespace('dev')))
        $default.InnerText = $known.DefaultValue

        # The type as the syntax has it.
        $value = $parameter.SelectSingleNode('command:parameterValue', $namespaces)
        if ($value) {
            $value.SetAttribute('variableLength', $parameter.GetAttribute('variableLength'))
            $value.InnerText = $items.ForEach{ $_.SelectSingleNode("command:parameter[maml:name='$($known.Name)']/command:parameterValue", $namespaces) }.Where{ $_ }[0].InnerText
        }
    }

    foreach ($kind in @{ Path = 'command:inputTypes/command:inputType'; Texts = $Page.Inputs }, @{ Path = 'command:returnValues/command:returnValue'; Texts = $Page.Outputs }) {
        $types = @(Find $Element $kind.Path)
        for ($i = 0; $i -lt $types.Count; $i++) {
            FillParagraphs $types[$i].SelectSingleNode('maml:description', $namespaces) @(TextOf $kind.Texts[$i].Description)
        }
    }

    $examples = @(Find $Element 'command:examples/command:example')
    for ($i = 0; $i -lt $examples.Count; $i++) { FillExample $examples[$i] $Page.Examples[$i] }

    # A link to another page means nothing in a terminal; its name does.
    foreach ($uri in Find $Element 'command:relatedLinks/maml:navigationLink/maml:uri') {
        if ($uri.InnerText -notmatch '^https?:') { $uri.InnerText = '' }
    }
}

try {
    # Without its help: PlatyPS would add the texts of the help to those of the pages.
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
    if ($exported.Count -ne 1) { throw "The pages name $($exported.Count) external help files; it must be one." }

    $document = [xml]::new()
    $document.Load($exported[0].FullName)
    $namespaces = [Xml.XmlNamespaceManager]::new($document.NameTable)
    foreach ($prefix in 'maml', 'command', 'dev') { $namespaces.AddNamespace($prefix, $document.DocumentElement.GetNamespaceOfPrefix($prefix)) }
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
