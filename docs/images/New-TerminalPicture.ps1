#!/usr/bin/env pwsh

#Requires -Version 7.4

<#
.SYNOPSIS
    Creates the pictures of a terminal in the README, from a real run.
.DESCRIPTION
    The script starts the sandbox, runs the commands listed below in a new runspace, and captures their output including
    its ANSI colors. It draws the captured text as two SVG files, terminal-light.svg and terminal-dark.svg. The README
    shows the file that matches the color theme of the reader.

    The pictures contain only text and a few shapes. They do not load anything from the network, not even a font.

    Build the project first, and run the script in a PowerShell session that has not loaded an earlier build of the module.
    Run the script again after you change the table views of the module.
.EXAMPLE
    dotnet build; ./docs/images/New-TerminalPicture.ps1

    Creates both pictures from a new run.
.EXAMPLE
    ./docs/images/New-TerminalPicture.ps1 -Path capture.txt

    Creates both pictures from captured text, such as a file that the Unix command 'script' recorded.
#>
[CmdletBinding()]
param(
    # A file with captured terminal text, including its ANSI colors. If you omit it, the script runs the commands.
    [string] $Path,

    # The folder to write the pictures to.
    [string] $Destination = $PSScriptRoot,

    # The width of the terminal, in characters.
    [ValidateRange(40, 200)]
    [int] $Columns = 100,

    # The built module.
    [string] $Module = (Join-Path $PSScriptRoot .. .. out JobStatus),

    # The path of jobstatus-sandbox.dll. If you omit it, the script uses the file that the last build created.
    [string] $Sandbox
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

# The definitions to create in the sandbox, as requests to /_sandbox. Their runs have three different outcomes.
$definitions = @(
    @{
        Path = 'definitions'
        Body = @{
            id = 'M50173'; name = 'Export to discovery'
            run = @{ durationSeconds = 7; outcome = 'warning' }
        }
    }
    @{
        Path = 'packages'
        Body = @{ id = 434; name = 'Nightly load'; run = @{ durationSeconds = 4 } }
    }
    @{
        Path = 'workflows'
        Body = @{
            id = '66ebd18d3d6200007e000d00'; name = 'Regional sales'
            run = @{
                durationSeconds = 10; outcome = 'failed'
                messages = @(
                    @{ status = 1; text = '1,204 records were read from orders.csv'; toolId = 1 }
                    @{ status = 3; text = 'The file customers.csv was not found.'; toolId = 2 }
                )
            }
        }
    }
)

# The commands in the picture. Each command is shown after a prompt, followed by its output.
$commands = @(
    @'
$jobs = @(
    Start-AlmaJob M50173
    Start-XplentyJob 434 52
    Get-AlteryxWorkflow 'Regional*' | Start-AlteryxJob
)
'@
    '$jobs'
    '$jobs | Wait-Job -Timeout 00:30:00 -OutVariable finished'
    '$finished | Where-Object State -eq Failed | Get-AlteryxJobMessage'
)

# The colors of each theme. Palette contains the ANSI colors 0 to 15.
$themes = @{
    light = @{
        Background = '#ffffff'; Bar = '#f6f8fa'; Border = '#d0d7de'; Text = '#24292f'
        Palette = @(
            '#24292f', '#cf222e', '#116329', '#9a6700', '#0969da', '#8250df', '#1b7c83', '#57606a'
            '#6e7781', '#cf222e', '#1a7f37', '#7d4e00', '#0550ae', '#6639ba', '#136c72', '#24292f'
        )
    }
    dark = @{
        Background = '#0d1117'; Bar = '#161b22'; Border = '#30363d'; Text = '#d1d7e0'
        Palette = @(
            '#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'
            '#8b949e', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#ffffff'
        )
    }
}

# Returns the ANSI code of the color that PSReadLine uses for a token, or nothing for the default color.
function Get-TokenColor($Token) {
    if ($Token -is [Management.Automation.Language.VariableToken]) { return '92' }
    if ($Token -is [Management.Automation.Language.ParameterToken]) { return '90' }
    if ($Token -is [Management.Automation.Language.StringToken] -and $Token.Kind -ne 'Generic') { return '36' }
    if ($Token -is [Management.Automation.Language.NumberToken]) { return '97' }
    if ($Token.TokenFlags.HasFlag([Management.Automation.Language.TokenFlags]::CommandName)) { return '93' }
    if ($Token.Kind -in 'Pipe', 'Equals') { return '90' }
}

# Converts a command to the text that a terminal shows: a prompt, and the command in the colors of PSReadLine.
function ConvertTo-CommandLine([string] $Command) {
    $escape = [char] 27
    $tokens = $null
    $null = [Management.Automation.Language.Parser]::ParseInput($Command, [ref] $tokens, [ref] $null)
    $text = $Command
    foreach ($token in $tokens | Sort-Object { $_.Extent.StartOffset } -Descending) {
        if ($color = Get-TokenColor $token) {
            $start = $token.Extent.StartOffset
            $length = $token.Extent.EndOffset - $start
            $text = $text.Remove($start, $length).Insert($start, "$escape[${color}m$($token.Text)$escape[0m")
        }
    }
    "PS> $($text.Replace("`n", "`n>>  "))"
}

# Starts the sandbox. Returns its process, and the environment variables that connect the module to it.
function Start-PictureSandbox {
    $file = $Sandbox
    if (-not $file) {
        $bin = Join-Path $PSScriptRoot .. .. src JobStatus.Sandbox bin
        $file = Get-ChildItem -Path $bin -Filter jobstatus-sandbox.dll -Recurse -ErrorAction Ignore |
            Sort-Object LastWriteTime | Select-Object -Last 1 | ForEach-Object FullName
    }
    if (-not $file -or -not (Test-Path (Join-Path $Module JobStatus.psd1))) {
        throw 'The project is not built. Build it with: dotnet build'
    }

    $output = New-TemporaryFile
    $process = Start-Process dotnet "`"$file`" serve" -RedirectStandardOutput $output -PassThru
    do {
        Start-Sleep -Milliseconds 200
        $lines = @(Get-Content $output)
    } while ($lines.Count -lt 9 -and -not $process.HasExited)
    $variables = @{}
    $lines -match '=' | ForEach-Object { $name, $value = $_ -split '=', 2; $variables[$name] = $value }
    @{ Process = $process; Variables = $variables; Output = $output }
}

# Runs the commands. Returns the text that a terminal would show, including its ANSI colors.
function Get-Capture {
    $server = Start-PictureSandbox
    $before = @{}
    $rendering = $PSStyle.OutputRendering
    $shell = [powershell]::Create()
    try {
        foreach ($name in $server.Variables.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $server.Variables[$name])
        }
        foreach ($definition in $definitions) {
            $uri = "$($server.Variables.ALMA_BASE_URI)/_sandbox/$($definition.Path)"
            $null = Invoke-RestMethod $uri -Method Post -Body (ConvertTo-Json $definition.Body -Depth 9)
        }

        $PSStyle.OutputRendering = 'Ansi'
        $null = $shell.AddScript("`$ErrorActionPreference = 'Stop'; Import-Module '$(Convert-Path $Module)'").Invoke()
        foreach ($command in $commands) {
            ConvertTo-CommandLine $command
            $shell.Commands.Clear()
            $text = $shell.AddScript(". { $command } | Out-String -Width $Columns").Invoke() -join ''
            if ($shell.HadErrors) { throw "'$command' failed: $($shell.Streams.Error)" }
            if ($text.Trim()) { "`n$($text.Trim("`r", "`n"))`n" }
        }
    }
    finally {
        $PSStyle.OutputRendering = $rendering
        $shell.Dispose()
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        $server.Process.Kill($true)
        Remove-Item $server.Output -ErrorAction Ignore
    }
}

# Applies the codes of one ANSI color sequence (ESC [ codes m) to a style. A color is a number from 0 to 15, or #rrggbb.
function Set-Style([hashtable] $Style, [int[]] $Codes) {
    for ($i = 0; $i -lt $Codes.Count; $i++) {
        switch ($Codes[$i]) {
            0 { $Style.Color = $null; $Style.Bold = $Style.Dim = $Style.Italic = $Style.Underline = $false }
            1 { $Style.Bold = $true }
            2 { $Style.Dim = $true }
            3 { $Style.Italic = $true }
            4 { $Style.Underline = $true }
            22 { $Style.Bold = $Style.Dim = $false }
            23 { $Style.Italic = $false }
            24 { $Style.Underline = $false }
            { $_ -in 30..37 } { $Style.Color = $_ - 30 }
            { $_ -in 90..97 } { $Style.Color = $_ - 82 }
            39 { $Style.Color = $null }
            { $_ -in 38, 48 } {
                # An extended color: 5 and a number, or 2 and three bytes. Backgrounds (48) are not drawn.
                $parts = if ($Codes[$i + 1] -eq 5) { 1 } else { 3 }
                $value = $Codes[($i + 2)..($i + 1 + $parts)]
                if ($_ -eq 38) {
                    $Style.Color = if ($parts -eq 3) { '#{0:x2}{1:x2}{2:x2}' -f $value } else { ConvertTo-Color $value[0] }
                }
                $i += 1 + $parts
            }
        }
    }
}

# Converts a number of the 256-color palette: the 16 colors of the theme, a cube of 216 colors, and 24 shades of gray.
function ConvertTo-Color([int] $Number) {
    if ($Number -lt 16) { return $Number }
    if ($Number -ge 232) { return '#{0:x2}{0:x2}{0:x2}' -f (8 + 10 * ($Number - 232)) }
    $levels = 0, 95, 135, 175, 215, 255
    $cube = $Number - 16
    '#{0:x2}{1:x2}{2:x2}' -f $levels[[math]::Floor($cube / 36)], $levels[[math]::Floor($cube / 6) % 6], $levels[$cube % 6]
}

# Splits a line into parts of the same style. The style continues in the next line.
function Split-Line([string] $Line, [hashtable] $Style) {
    $column = 0
    foreach ($part in [regex]::Split($Line, '(\e\[[0-9;:]*[A-Za-z])')) {
        if ($part -match '^\e\[(?<codes>[0-9;]*)m$') {
            Set-Style $Style @($Matches.codes -split ';' | ForEach-Object { [int] "0$_" })
        }
        elseif ($part -and $part -notmatch '^\e') {
            $run = $Style.Clone()
            $run.Text = $part
            $run.Column = $column
            $column += $part.Length
            $run
        }
    }
}

function ConvertTo-Attribute([hashtable] $Run, [hashtable] $Theme) {
    if ($null -ne $Run.Color) {
        $fill = if ($Run.Color -is [string]) { $Run.Color } else { $Theme.Palette[$Run.Color] }
        " fill=`"$fill`""
    }
    if ($Run.Bold) { ' font-weight="bold"' }
    if ($Run.Dim) { ' opacity="0.65"' }
    if ($Run.Italic) { ' font-style="italic"' }
    if ($Run.Underline) { ' text-decoration="underline"' }
}

function ConvertTo-Svg([string[]] $Lines, [hashtable] $Theme) {
    $charWidth = 8.4
    $lineHeight = 20
    $margin = 18
    $barHeight = 34
    $width = [math]::Ceiling($Columns * $charWidth + 2 * $margin)
    $height = $barHeight + $Lines.Count * $lineHeight + 2 * $margin - 6
    $font = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"
    $invariant = [cultureinfo]::InvariantCulture

    "<svg xmlns=`"http://www.w3.org/2000/svg`" width=`"$width`" height=`"$height`" viewBox=`"0 0 $width $height`" role=`"img`">"
    '  <title>A PowerShell session with JobStatus</title>'
    $frame = "x=`"0.5`" y=`"0.5`" width=`"$($width - 1)`" height=`"$($height - 1)`" rx=`"8`""
    "  <rect $frame fill=`"$($Theme.Background)`" stroke=`"$($Theme.Border)`"/>"
    "  <path d=`"M1 $barHeight V9 a8 8 0 0 1 8 -8 H$($width - 9) a8 8 0 0 1 8 8 V$barHeight Z`" fill=`"$($Theme.Bar)`"/>"
    "  <path d=`"M1 $barHeight H$($width - 1)`" stroke=`"$($Theme.Border)`"/>"
    foreach ($x in 20, 40, 60) { "  <circle cx=`"$x`" cy=`"17`" r=`"6`" fill=`"$($Theme.Border)`"/>" }
    "  <g font-family=`"$font`" font-size=`"14`" fill=`"$($Theme.Text)`">"
    $style = @{ Color = $null; Bold = $false; Dim = $false; Italic = $false; Underline = $false }
    for ($i = 0; $i -lt $Lines.Count; $i++) {
        $y = $barHeight + $margin + $i * $lineHeight + 10
        foreach ($run in Split-Line $Lines[$i] $style) {
            $attributes = -join (ConvertTo-Attribute $run $Theme)
            # Each word, or group of words with single spaces, has its own position and length. This keeps the columns
            # aligned in every font.
            foreach ($words in [regex]::Matches($run.Text, '\S+( \S+)*')) {
                $x = [string]::Format($invariant, '{0:0.##}', $margin + ($run.Column + $words.Index) * $charWidth)
                $length = [string]::Format($invariant, '{0:0.##}', $words.Length * $charWidth)
                $text = [Security.SecurityElement]::Escape($words.Value)
                "    <text x=`"$x`" y=`"$y`" textLength=`"$length`" lengthAdjust=`"spacingAndGlyphs`"$attributes>$text</text>"
            }
        }
    }
    '  </g>'
    '</svg>'
}

$captured = if ($Path) { Get-Content -LiteralPath $Path -Raw } else { (Get-Capture) -join "`n" }
$lines = $captured.TrimEnd() -split '\r?\n'
foreach ($theme in $themes.Keys) {
    $file = Join-Path $Destination "terminal-$theme.svg"
    # Lines end with a line feed on every system, and there is no byte order mark.
    [IO.File]::WriteAllText($file, ((ConvertTo-Svg $lines $themes[$theme]) -join "`n") + "`n")
    Get-Item $file
}
