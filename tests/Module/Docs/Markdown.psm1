# Reads the Markdown documents of the repository.
Set-StrictMode -Version Latest

# The paths of all documents, relative to the root folder of the repository.
function Get-MarkdownFile([string] $Root) {
    $files = @(Get-ChildItem -LiteralPath $Root -Filter *.md) + @(Get-ChildItem -LiteralPath (Join-Path $Root docs) -Filter *.md -Recurse)
    foreach ($file in $files) {
        [IO.Path]::GetRelativePath($Root, $file.FullName).Replace('\', '/')
    }
}

# The fences with their text, their language, their first line, and whether the tests run them.
function Get-MarkdownFence([string] $Path) {
    $fence = $null
    $number = 0
    foreach ($line in [IO.File]::ReadAllLines($Path)) {
        $number++
        if ($null -eq $fence -and $line -match '^\s*```+(?<language>\w*)\s*(?<mark>.*)$') {
            $fence = @{
                Language = $Matches.language; Runs = $Matches.mark -notmatch '\bno-run\b'; Line = $number
                Lines = [Collections.Generic.List[string]]::new()
            }
        }
        elseif ($null -ne $fence -and $line -match '^\s*```+\s*$') {
            [pscustomobject] @{ Language = $fence.Language; Runs = $fence.Runs; Line = $fence.Line; Text = $fence.Lines -join "`n" }
            $fence = $null
        }
        elseif ($null -ne $fence) {
            $fence.Lines.Add($line)
        }
    }
}

# The lines outside of fences.
function Get-MarkdownProse([string] $Path) {
    $inFence = $false
    foreach ($line in [IO.File]::ReadAllLines($Path)) {
        if ($line -match '^\s*```') { $inFence = -not $inFence }
        elseif (-not $inFence) { $line }
    }
}

# The targets of all links and pictures, including the files that <img> and <source> elements name.
function Get-MarkdownLink([string] $Path) {
    $prose = (Get-MarkdownProse $Path) -replace '`[^`]*`' -join "`n"
    [regex]::Matches($prose, '\]\((?<to>[^)\s]+)\)') | ForEach-Object { $_.Groups['to'].Value }
    [regex]::Matches($prose, '\ssrc="(?<to>[^"]+)"') | ForEach-Object { $_.Groups['to'].Value }

    # A srcset is a list of files, each with an optional width or density.
    [regex]::Matches($prose, '\ssrcset="(?<list>[^"]+)"') | ForEach-Object {
        foreach ($item in $_.Groups['list'].Value -split ',') { ($item.Trim() -split '\s')[0] }
    }
}

# The anchors that GitHub creates for the headings.
function Get-MarkdownAnchor([string] $Path) {
    foreach ($line in Get-MarkdownProse $Path) {
        if ($line -match '^#+\s+(?<title>.+?)\s*$') {
            $Matches.title.ToLowerInvariant() -replace '[^\w\- ]' -replace ' ', '-'
        }
    }
}

Export-ModuleMember -Function Get-MarkdownFile, Get-MarkdownFence, Get-MarkdownLink, Get-MarkdownAnchor
