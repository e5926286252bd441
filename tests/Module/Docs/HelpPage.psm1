# Reads the pages in docs/en-US and the help that ships with the module. This does not require PlatyPS.
Set-StrictMode -Version Latest

$script:Pages = Join-Path $PSScriptRoot .. .. .. docs en-US

# The names of all pages.
function Get-HelpPageName { Get-ChildItem (Join-Path $script:Pages *.md) | ForEach-Object BaseName }

# A page with its front matter, its sections by heading, the parts of some sections, and its parameters.
function Get-HelpPage([string] $Name) {
    $text = [IO.File]::ReadAllText((Join-Path $script:Pages "$Name.md")).Replace("`r`n", "`n")
    $null = $text -match '(?s)^---\n(?<front>.*?)\n---\n'
    $page = @{ Text = $text; Front = @{}; Sections = @{} }
    foreach ($line in $Matches.front -split '\n') {
        $key, $value = $line -split ': ', 2
        $page.Front[$key] = $value
    }

    foreach ($section in [regex]::Split($text, '(?m)^## ') | Select-Object -Skip 1) {
        $heading, $body = $section -split '\n', 2
        $page.Sections[$heading.Trim()] = $body.Trim()
    }

    $page.Syntax = Split-Section $page.Sections.SYNTAX
    $page.Inputs = Split-Section $page.Sections.INPUTS
    $page.Outputs = Split-Section $page.Sections.OUTPUTS
    $page.Examples = @((Split-Section $page.Sections.EXAMPLES).GetEnumerator() | ForEach-Object {
            $fences = [regex]::Matches($_.Value, '(?ms)^```(?<language>\w*)\n(?<code>.*?)\n```')
            @{
                Page   = $Name
                Title  = $_.Key
                Code   = @(
                    $fences | Where-Object { $_.Groups['language'].Value -eq 'powershell' } | ForEach-Object { $_.Groups['code'].Value }
                ) -join "`n"
                Output = @(
                    $fences | Where-Object { $_.Groups['language'].Value -eq 'Output' } | ForEach-Object { $_.Groups['code'].Value }
                ) -join "`n"
                Fences = @($fences | ForEach-Object { $_.Groups['code'].Value }) -join "`n`n"
                Text   = ([regex]::Replace($_.Value, '(?ms)^```\w*\n.*?\n```', '')).Trim()
            }
        })
    $page.Parameters = [ordered]@{}
    foreach ($part in (Split-Section $page.Sections.PARAMETERS).GetEnumerator() | Where-Object { $_.Key.StartsWith('-') }) {
        $null = $part.Value -match '(?ms)^(?<text>.*?)\s*^```yaml\n(?<yaml>.*?)\n```'
        $page.Parameters[$part.Key.TrimStart('-')] = (ConvertFrom-PlatyYaml $Matches.yaml) + @{ Text = $Matches.text.Trim() }
    }
    $page
}

# The command elements of the help that ships with the module under test, by cmdlet name.
function Get-ShippedHelp {
    $document = [xml]::new()
    $document.Load((Join-Path $env:JOBSTATUS_TEST_MODULE en-US JobStatus.dll-Help.xml))
    $commands = [ordered]@{}
    foreach ($command in $document.DocumentElement.ChildNodes) { $commands[$command.details.name] = $command }
    $commands
}

# Removes markup and line breaks, so that text from a page and from the help can be compared.
function ConvertTo-PlainText([string] $Text) {
    $Text = $Text -replace '\[([^\]]+)\]\((https?://[^)]+)\)', '$1 ($2)' -replace '\[([^\]]+)\]\([^)]+\)', '$1'
    ($Text -replace '\*\*([^*]+)\*\*', '$1' -replace '`([^`]+)`', '$1' -replace '\s+', ' ').Trim()
}

# The parts of a section by heading, in order.
function Split-Section([string] $Section) {
    $parts = [ordered]@{}
    foreach ($part in [regex]::Split($Section, '(?m)^### ') | Select-Object -Skip 1) {
        $heading, $body = $part -split '\n', 2
        $parts[$heading.Trim()] = "$body".Trim()
    }
    $parts
}

# Parses the YAML that PlatyPS writes: values, lists of values, and the list of parameter sets.
function ConvertFrom-PlatyYaml([string] $Yaml) {
    $values = @{ Sets = [ordered]@{} }
    $list = $set = $null
    foreach ($line in $Yaml -split '\n') {
        switch -Regex ($line) {
            '^- Name: (.*)$' { $set = @{}; $values.Sets[$Matches[1]] = $set; break }
            '^- (.*)$' { $values[$list] += @($Matches[1].Trim("'")); break }
            '^  (\w+): (.*)$' { $set[$Matches[1]] = $Matches[2]; break }
            '^(\w+):$' { $list = $Matches[1]; $values[$list] = @(); break }
            '^(\w+): \[\]$' { $values[$Matches[1]] = @(); break }
            '^(\w+): (.*)$' { $values[$Matches[1]] = $Matches[2].Trim("'"); break }
        }
    }
    $values
}

Export-ModuleMember -Function Get-HelpPageName, Get-HelpPage, Get-ShippedHelp, ConvertTo-PlainText
