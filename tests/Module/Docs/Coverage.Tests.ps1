BeforeDiscovery {
    # The rows of the tables. Only these lines end with a test file.
    $document = Join-Path $PSScriptRoot .. .. .. docs coverage.md
    $rows = @(
        foreach ($line in Get-Content -LiteralPath $document) {
            $cells = @($line.Trim('|', ' ') -split '\|' | ForEach-Object { $_.Trim(' ', '`') })
            if ($line -like '|*' -and $cells[-1] -like '*.Tests.ps1') {
                if ($cells.Count -eq 4) { @{ service = $cells[0]; call = $cells[1]; cmdlet = $cells[2]; test = $cells[3] } }
                else { @{ service = $null; call = $null; cmdlet = $cells[0]; test = $cells[-1] } }
            }
        }
    )
    $calls = @($rows | Where-Object { $_.call })
    $exported = @((Import-Module $env:JOBSTATUS_TEST_MODULE -Force -PassThru).ExportedCmdlets.Keys)
    $cmdlets = @($exported | ForEach-Object { @{ cmdlet = $_; rows = $rows } })
    $named = @($rows | ForEach-Object { $_ + @{ exported = $exported } })
    $services = @(
        @{ service = 'Alma'; count = 15; calls = $calls }
        @{ service = 'Xplenty'; count = 24; calls = $calls }
        @{ service = 'Alteryx'; count = 14; calls = $calls }
    )
}

Describe 'The tables in docs/coverage.md' {
    It 'have one row for each of the <count> calls of <service>' -ForEach $services {
        $own = @($calls | Where-Object { $_.service -eq $service })
        $own | Should -HaveCount $count
        $own.call | Sort-Object -Unique | Should -HaveCount $count
    }

    It 'contain the cmdlet <cmdlet>' -ForEach $cmdlets {
        $rows.cmdlet | Should -Contain $cmdlet
    }

    It 'name a test file that mentions <cmdlet> for <call>' -ForEach ($named | Where-Object { $_.call }) {
        $exported | Should -Contain $cmdlet
        $file = Join-Path $PSScriptRoot .. $test
        $file | Should -Exist
        Get-Content -LiteralPath $file -Raw | Should -MatchExactly "(?<![\w-])$cmdlet(?![\w-])"
    }

    It 'name a test file that mentions <cmdlet>, which makes no call of its own' -ForEach ($named | Where-Object { -not $_.call }) {
        $exported | Should -Contain $cmdlet
        $file = Join-Path $PSScriptRoot .. $test
        $file | Should -Exist
        Get-Content -LiteralPath $file -Raw | Should -MatchExactly "(?<![\w-])$cmdlet(?![\w-])"
    }
}
