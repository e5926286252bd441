# What to do about an error is part of its text, so that every view, string, transcript and log shows it once.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $advice = 'Check the id, and check that the connection is for the right institution, account, or Server.'

    # The number of times that lines contain the advice. A view can break lines, and start them with a bar.
    function Get-AdviceCount([string[]] $Line) {
        $text = ($Line -join '') -replace '\x1b\[[0-9;]*m' -replace '[\s|]'
        [regex]::Matches($text, [regex]::Escape($advice -replace '\s')).Count
    }
}

AfterAll { Stop-Sandbox }

Describe 'The advice of an error' {
    It 'is shown once in the <view>' -ForEach @(
        @{ view = 'ConciseView' }, @{ view = 'NormalView' }
    ) {
        $said = Invoke-FreshPowerShell -Environment @{ VIEW = $view } {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $ErrorView = $env:VIEW
            Get-XplentyJob 999999999
        }
        Get-AdviceCount $said | Should -Be 1 -Because ($said -join "`n")
    }

    It 'is shown once in the ConciseView of an error that ends a script' {
        $said = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Get-XplentyJob 999999999 -ErrorAction Stop
        }
        Get-AdviceCount $said | Should -Be 1 -Because ($said -join "`n")
    }

    It 'is in the transcript once for each time that PowerShell writes the error to it' {
        $path = Join-Path $TestDrive transcript.txt
        $null = Invoke-FreshPowerShell -Environment @{ TRANSCRIPT = $path } {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $null = Start-Transcript $env:TRANSCRIPT
            Get-XplentyJob 999999999
            $null = Stop-Transcript
        }
        # Without a terminal, PowerShell writes every error to the transcript twice.
        $count = @((Get-Content $path) -match '^Get-XplentyJob:').Count
        $count | Should -BeGreaterThan 0
        Get-AdviceCount (Get-Content $path) | Should -Be $count
    }

    It 'is the last sentence of the error as a string, and a property of the exception' {
        Get-XplentyJob 999999999 -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -Match "$([regex]::Escape($advice))$"
        Get-AdviceCount "$failure" | Should -Be 1
        $failure[0].Exception.Message | Should -Be "$failure"
        $failure[0].Exception.RecommendedAction | Should -Be $advice
        $failure[0].ErrorDetails.RecommendedAction | Should -BeNullOrEmpty
    }

    It 'states the time after which a service accepts requests again' {
        # Connections with the same key share the pause, so this test uses a key that no other test uses.
        Set-SandboxSetting @{ xplentyKey = 'canary-paused-key' }
        Connect-Xplenty demo (ConvertTo-Secret canary-paused-key) -Name paused -BaseUri (Get-SandboxUri)
        Add-SandboxFault @{ path = '/demo/api/jobs/201'; kind = 'status'; status = 429; count = 1; headers = @{ 'Retry-After' = '7200' } }
        Get-XplentyJob 201 -Connection paused -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -Match 'Try again in 120 minutes\.$'
        Remove-JobStatusConnection paused
        Reset-Sandbox
    }

    It 'mentions the state of the job if a job cannot be stopped' {
        Stop-XplentyJob 201 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -Match 'not running.*Check the values in the command and the state of the job, and then try again\.$'
    }

    It 'mentions the address if an Alteryx address does not end in /webapi' {
        $uri = $env:ALTERYX_BASE_URI -replace '/webapi$'
        Invoke-Sandbox PATCH settings @{ strict = $false } | Out-Null
        Connect-Alteryx $uri -Name nopath -AccessToken (ConvertTo-Secret token)
        try {
            Get-AlteryxJob 66f000000000000000000201 -Connection nopath -ErrorAction SilentlyContinue -ErrorVariable failure
            "$failure" | Should -BeLike "*the Web API Address of the Server, which is probably $env:ALTERYX_BASE_URI. If the current *"
        }
        finally { Remove-JobStatusConnection nopath }
    }
}
