# Reads the tables of states in about_JobStatus.
Set-StrictMode -Version Latest

# The cells of a table by column. The line of dashes defines the columns, and a row can continue on the following lines.
function Get-TableRow([string[]] $Lines, [int] $Ruler) {
    $columns = [regex]::Matches($Lines[$Ruler], '-+')
    $row = $null
    for ($i = $Ruler + 1; $i -lt $Lines.Count -and $Lines[$i].Trim(); $i++) {
        $cells = foreach ($column in $columns) {
            $start = [Math]::Min($column.Index, $Lines[$i].Length)
            $end = if ($column.NextMatch().Success) { $column.NextMatch().Index } else { $Lines[$i].Length }
            $Lines[$i].Substring($start, [Math]::Max(0, [Math]::Min($end, $Lines[$i].Length) - $start)).Trim()
        }
        if ($cells[0]) {
            if ($row) { , $row }
            $row = @($cells)
        }
        else {
            for ($c = 1; $c -lt $cells.Count; $c++) { $row[$c] = "$($row[$c]) $($cells[$c])".Trim() }
        }
    }
    if ($row) { , $row }
}

# Every documented status with its service, its disposition and its state.
function Get-DocumentedStatus([string] $Text) {
    $lines = $Text -split '\r?\n'
    for ($i = 1; $i -lt $lines.Count; $i++) {
        if ($lines[$i] -notmatch '^ +---' -or $lines[$i - 1] -notmatch '^ +State ') { continue }
        $isAlteryx = $lines[$i - 1] -match 'Alteryx'
        foreach ($row in Get-TableRow $lines $i) {
            if ($isAlteryx) {
                # Such as "Completed (Error or UnresolvedError), Error, Timeout".
                foreach ($item in [regex]::Matches($row[1], '(?<status>\w+)(?: \((?<dispositions>[^)]*)\))?(?:,|$)')) {
                    $dispositions = $item.Groups['dispositions'].Value
                    $values = if ($dispositions -like 'any other*') { 'SomethingNew', '' } else { $dispositions -split ' or |, ' }
                    foreach ($value in $values) {
                        @{ service = 'Alteryx'; status = $item.Groups['status'].Value; disposition = $value; state = $row[0] }
                    }
                }
            }
            else {
                foreach ($status in $row[1] -split ', ?' | Where-Object { $_ }) {
                    @{ service = 'Alma'; status = $status; disposition = ''; state = $row[0] }
                }
                foreach ($status in $row[2] -split ', ?' | Where-Object { $_ }) {
                    @{ service = 'Xplenty'; status = $status; disposition = ''; state = $row[0] }
                }
            }
        }
    }
}

Export-ModuleMember -Function Get-DocumentedStatus
