# What the tests read in Markdown.

# The documents of the repository, by their paths from its root.
function Get-MarkdownFile([string] $Root) {
    foreach ($file in @(Get-ChildItem -LiteralPath $Root -Filter *.md) + @(Get-ChildItem -LiteralPath (Join-Path $Root docs) -Filter *.md -Recurse)) {
        [IO.Path]::GetRelativePath($Root, $file.FullName).Replace('\', '/')
    }
}

# The fences, with their language, the line that they begin at, and whether they are to be run.
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

# The lines that stand in no fence, without code in them.
function Get-MarkdownProse([string] $Path) {
    $inFence = $false
    foreach ($line in [IO.File]::ReadAllLines($Path)) {
        if ($line -match '^\s*```') { $inFence = -not $inFence }
        elseif (-not $inFence) { $line }
    }
}

# Where the links and pictures lead.
function Get-MarkdownLink([string] $Path) {
    [regex]::Matches(((Get-MarkdownProse $Path) -replace '`[^`]*`' -join "`n"), '\]\((?<to>[^)\s]+)\)') |
        ForEach-Object { $_.Groups['to'].Value }
}

# The anchors of the headings, as GitHub makes them.
function Get-MarkdownAnchor([string] $Path) {
    foreach ($line in Get-MarkdownProse $Path) {
        if ($line -match '^#+\s+(?<title>.+?)\s*$') {
            $Matches.title.ToLowerInvariant() -replace '[^\w\- ]' -replace ' ', '-'
        }
    }
}
