Describe 'The parameters of Wait-Job' {
    BeforeAll {
        Import-Module $env:JOBSTATUS_TEST_MODULE -Force
        $builtIn = Get-Command Microsoft.PowerShell.Core\Wait-Job
        $ours = Get-Command JobStatus\Wait-Job
        function Format-ParameterSet($Command) {
            foreach ($set in $Command.ParameterSets | Where-Object Name -In $builtIn.ParameterSets.Name) {
                "$($set.Name), default $($set.IsDefault)"
                foreach ($parameter in $set.Parameters | Where-Object Name -In $builtIn.Parameters.Keys | Sort-Object Name) {
                    $type = $parameter.Name -eq 'Timeout' ? '' : $parameter.ParameterType
                    $parameter | ForEach-Object {
                        "  $($_.Name) $type at $($_.Position), mandatory $($_.IsMandatory), " +
                        "from the pipeline $($_.ValueFromPipeline), by property name $($_.ValueFromPipelineByPropertyName), " +
                        "from the rest $($_.ValueFromRemainingArguments), aliases $($_.Aliases)"
                    }
                }
            }
        }
    }

    It 'are those of the built-in Wait-Job, bound in the same way' {
        # The module adds -AsJob and -FollowRetry, so it needs aliases for -Any and -Force, which -A and -Fo abbreviate in the
        # built-in cmdlet.
        (Format-ParameterSet $ours) -replace '^(\s*Any .* aliases )A$', '$1' -replace '^(\s*Force .* aliases )Fo$', '$1' | Sort-Object |
            Should -Be (Format-ParameterSet $builtIn | Sort-Object)
        $ours.Parameters.Keys | Where-Object { $_ -in $builtIn.Parameters.Keys } | Should -HaveCount $builtIn.Parameters.Count
    }

    It 'have the default parameter set of the built-in Wait-Job' {
        $ours.DefaultParameterSet | Should -Be $builtIn.DefaultParameterSet
    }

    It 'have one additional parameter set, for remote jobs' {
        $ours.ParameterSets.Name | Where-Object { $_ -notin $builtIn.ParameterSets.Name } | Should -Be RemoteJobParameterSet
    }

    It 'reject a null among remote jobs as -Job, in every way to specify them' {
        $good = [JobStatus.XplentyJob] @{ Id = 5; State = 'Completed' }
        $local = Start-ThreadJob { }
        try {
            foreach ($wait in { Wait-Job $good, $null }, { Wait-Job -Job $good, $null }, { Wait-Job $null, $good, $local }) {
                $failure = { & $wait } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*' -PassThru
                "$failure" | Should -BeLike "*parameter 'Job'*null*"
            }
        }
        finally { Remove-Job $local -Force }
    }

    It 'can be abbreviated to <_> like those of the built-in Wait-Job' -ForEach @(
        'A', 'Any', 'Fi', 'Fo', 'For', 'J', 'N', 'S', 'T', 'Ti', 'TimeoutS'
    ) {
        $builtIn.ResolveParameter($_).Name | Should -Be $ours.ResolveParameter($_).Name
    }
}
