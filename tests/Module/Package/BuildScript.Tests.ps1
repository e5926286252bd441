BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    $repository = Join-Path $PSScriptRoot .. .. .. | Convert-Path
    $build = Join-Path $repository build.ps1
    $tasks = (Get-Command $build).Parameters.Task.Attributes.ValidValues

    # The output of a task in a PowerShell that lacks modules or commands.
    function Invoke-BuildWithout([string] $What, [string] $Task) {
        Invoke-FreshPowerShell -Environment @{ BUILD = $build; WITHOUT = $What; TASK = $Task } {
            if ($env:WITHOUT -match 'modules') { function Get-Module { } }
            if ($env:WITHOUT -match 'commands') { function Get-Command { } }
            try { & $env:BUILD $env:TASK } catch { "$_" }
        }
    }
}

Describe 'build.ps1' {
    It 'explains each task with -?' {
        $help = & $build -? | Out-String -Width 200
        foreach ($task in $tasks) { $help | Should -Match "(?m)^ +$task +[a-z]" }
    }

    It 'has help for each parameter, and examples' {
        $help = Get-Help $build -Full
        foreach ($parameter in $help.parameters.parameter) {
            $parameter.description.Text | Should -Not -BeNullOrEmpty -Because $parameter.name
        }
        $help.examples.example.Count | Should -BeGreaterThan 1
    }

    It 'rejects an unknown task, and lists the known tasks' {
        $refusal = { & $build Dance } | Should -Throw -PassThru
        foreach ($task in $tasks) { $refusal.Exception.Message | Should -Match "\b$task\b" }
    }

    It 'names the module that <task> needs and the command that installs it' -ForEach @(
        @{ task = 'Docs'; module = 'Microsoft.PowerShell.PlatyPS' }
        @{ task = 'Analyze'; module = 'PSScriptAnalyzer' }
        @{ task = 'Package'; module = 'Microsoft.PowerShell.PSResourceGet' }
        @{ task = 'Install'; module = 'Microsoft.PowerShell.PSResourceGet' }
    ) {
        Invoke-BuildWithout 'modules' $task | Should -BeLike "The module $module * is missing. Install it with: Install-PSResource $module"
        # Windows PowerShell and PowerShell 7.3 do not include PSResourceGet.
        Invoke-BuildWithout 'modules and commands' $task |
            Should -BeLike "The module $module * is missing. Install it with: Install-Module $module -Scope CurrentUser"
    }

    It 'says where to get the .NET SDK if <_> cannot find it' -ForEach Build, Test, Demo {
        Invoke-BuildWithout 'commands' $_ | Should -BeLike 'The .NET SDK is missing. *https://dot.net*'
    }
}

Describe 'The workflows' {
    It 'run only tasks that build.ps1 has' {
        $calls = Get-ChildItem (Join-Path $repository .github workflows) -Filter *.yml | Select-String '\./build\.ps1 (?<task>\w+)'
        $calls.Count | Should -BeGreaterThan 3
        $calls.Matches.ForEach({ $_.Groups['task'].Value }) | Should -BeIn $tasks
    }
}
