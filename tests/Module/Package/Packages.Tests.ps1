BeforeDiscovery {
    # PSResourceGet creates packages as of version 1.1. On Windows, a test cannot choose where it installs them.
    $packs = [bool] (Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable | Where-Object Version -GE 1.1.0)
    $installs = $packs -and -not $IsWindows
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    $repository = Join-Path $PSScriptRoot .. .. .. | Convert-Path
    $built = Join-Path $repository out JobStatus
    $manifest = Join-Path $built JobStatus.psd1
    $version = (Test-ModuleManifest $manifest).Version
    $packages = Join-Path $TestDrive packages

    function Get-EntryName([string] $Package) {
        $zip = [IO.Compression.ZipFile]::OpenRead($Package)
        try { $zip.Entries.FullName }
        finally { $zip.Dispose() }
    }

    function Get-EntryText([string] $Package, [string] $Name) {
        $zip = [IO.Compression.ZipFile]::OpenRead($Package)
        try { [IO.StreamReader]::new($zip.GetEntry($Name).Open()).ReadToEnd() }
        finally { $zip.Dispose() }
    }
}

Describe 'The manifest' {
    It 'passes Test-ModuleManifest without a warning' {
        $module = Test-ModuleManifest $manifest -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $module.CompatiblePSEditions | Should -Be Core, Desktop
        $module.ExportedCmdlets.Count | Should -BeGreaterThan 0
    }

    It 'contains what the PowerShell Gallery shows' {
        $module = Test-ModuleManifest $manifest
        $module.Author, $module.CompanyName, $module.Copyright, $module.Description, $module.ReleaseNotes | Should -Not -BeNullOrEmpty
        $module.ProjectUri, $module.LicenseUri, $module.IconUri | Should -Be @(
            'https://github.com/JobStatus/JobStatus'
            'https://github.com/JobStatus/JobStatus/blob/main/LICENSE'
            'https://raw.githubusercontent.com/JobStatus/JobStatus/main/docs/icon.png'
        )
        # The PowerShell Gallery splits tags at spaces.
        $module.Tags | Should -Not -Match '\s'
        $module.Tags | Should -Contain PSEdition_Core
        $module.Tags | Should -Contain PSEdition_Desktop
    }

    It 'names an icon that exists' {
        [byte[]] $icon = Get-Content (Join-Path $repository docs icon.png) -AsByteStream
        [Text.Encoding]::ASCII.GetString($icon, 1, 3) | Should -Be PNG
        $icon.Length | Should -BeLessThan 10KB
    }
}

Describe 'The packages that PSResourceGet 1.1 or later creates' -Skip:(-not $packs) {
    BeforeAll {
        $signed = [Collections.Generic.List[object]]::new()
        $sign = {
            param($Path)
            $signed.Add($Path)
            Add-Content (@($Path) -like '*.psd1') '# signed'
        }
        $configuration = Split-Path (Split-Path (Split-Path $env:JOBSTATUS_TEST_SANDBOX)) -Leaf
        & (Join-Path $repository build.ps1) Package -NoBuild -Configuration $configuration -Destination $packages -Sign $sign
        $package = Join-Path $packages "JobStatus.$version.nupkg"
        $tool = Join-Path $packages "JobStatus.Sandbox.$version.nupkg"
    }

    It 'are one for the module and one for the sandbox, with no other file in the folder' {
        (Get-ChildItem $packages).FullName | Sort-Object | Should -Be $package, $tool
    }

    It 'are smaller than 8 MB for the module and 3 MB for the sandbox' {
        (Get-Item $package).Length | Should -BeLessThan 8MB
        (Get-Item $tool).Length | Should -BeLessThan 3MB
    }

    It 'contain every file of the built module, the images for four platforms, and no other file' {
        $expected = @(
            Get-ChildItem $built -Recurse -File |
                ForEach-Object { [IO.Path]::GetRelativePath($built, $_.FullName).Replace('\', '/') }
            foreach ($platform in 'win-x64', 'linux-x64', 'linux-arm64', 'osx-arm64') {
                "bin/core/deps/$platform/JobStatus.Model.dll", "bin/core/deps/$platform/JobStatus.Services.dll"
            }
        )
        Get-EntryName $package | Where-Object { $_ -notmatch '^(_rels/|package/|\[Content_Types\]|JobStatus\.nuspec)' } | Sort-Object |
            Should -Be ($expected | Sort-Object)
        $expected | Where-Object { $_ -notmatch '\.(dll|psd1|ps1xml|xml|txt)$|^LICENSE$' } | Should -BeNullOrEmpty
    }

    It 'contain the newest section of the changelog as release notes' {
        $changelog = Get-Content (Join-Path $repository CHANGELOG.md)
        $headings = @(($changelog | Select-String '^## ').LineNumber; $changelog.Count + 1)
        $newest = ($changelog[($headings[0] - 1)..($headings[1] - 2)] -join "`n").Trim()
        $notes = ([xml] (Get-EntryText $package JobStatus.nuspec)).package.metadata.releaseNotes
        $notes.Replace("`r", '').Trim() | Should -BeExactly $newest
    }

    It 'contain signed module files, which were signed in one call before they were packed' {
        $signed | Should -HaveCount 1
        $signed[0] | ForEach-Object { Split-Path $_ -Leaf } | Sort-Object -Unique |
            Should -Be JobStatus.dll, JobStatus.Format.ps1xml, JobStatus.Model.dll, JobStatus.psd1, JobStatus.Services.dll,
                JobStatus.Types.ps1xml
        ($signed[0] -match '[\\/](win|linux|osx)-(x64|arm64)[\\/]').Count | Should -Be 8
        Get-EntryText $package JobStatus.psd1 | Should -BeLike '*# signed*'
    }

    It 'contain the sandbox as a .NET tool with its command, its readme and its icon' {
        Get-EntryText $tool tools/net10.0/any/DotnetToolSettings.xml | Should -BeLike '*Name="jobstatus-sandbox"*'
        Get-EntryName $tool | Where-Object { $_ -in 'README.md', 'icon.png', 'tools/net10.0/any/JobStatus.Services.dll' } |
            Should -HaveCount 3
        Get-EntryName $tool | Where-Object { $_ -match '\.(pdb|psd1)$' } | Should -BeNullOrEmpty
    }

    Context 'with a module that' {
        BeforeAll {
            Start-Sandbox
            $unpacked = Join-Path $TestDrive unpacked JobStatus
            [IO.Compression.ZipFile]::ExtractToDirectory($package, $unpacked)

            function Get-FirstRead([string] $Module) {
                # The runtime writes a list of the methods that it compiles. When the process ends, it closes the list and can
                # write the rest of a line to the standard output. The result is therefore in a file.
                $list = Join-Path $TestDrive "$(New-Guid).txt"
                $result = Join-Path $TestDrive "$(New-Guid).json"
                $environment = @{
                    MODULE = Join-Path $Module JobStatus.psd1; RESULT = $result
                    DOTNET_JitStdOutFile = $list; DOTNET_JitDisasmSummary = '1'
                }
                Invoke-FreshPowerShell -Environment $environment {
                    Import-Module $env:MODULE
                    $state = (Get-XplentyJob 157).State
                    $assemblies = foreach ($name in 'JobStatus.Services', 'JobStatus.Model') {
                        [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq $name }
                    }
                    $extensions = [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } |
                        Where-Object { $_ -like 'Microsoft.Extensions.*' -or $_ -like 'Polly*' }
                    $contexts = $assemblies | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name }
                    Set-Content $env:RESULT (ConvertTo-Json -InputObject @{
                            State = "$state"; Files = @($assemblies.Location); Contexts = @($contexts)
                            Extensions = @($extensions)
                        })
                } | Out-Null
                $read = Get-Content $result -Raw -ErrorAction Stop | ConvertFrom-Json
                $compiled = @(Get-Content $list | Where-Object { $_ -match 'JobStatus' }).Count
                $read | Add-Member Compiled $compiled -PassThru
            }

            $packaged = Get-FirstRead $unpacked
        }

        AfterAll { Stop-Sandbox }

        It 'reads a job' {
            $packaged.State | Should -Be Completed
        }

        It 'loads its assemblies once, in the same load contexts as the built module' {
            $packaged.Contexts | Should -Be JobStatus, Default
        }

        It 'uses the images for this platform on .NET 10, and the other assemblies on any other version' {
            $core = Join-Path $unpacked bin core
            $system = if ($IsWindows) { 'win' } elseif ($IsMacOS) { 'osx' } else { 'linux' }
            $architecture = [Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
            $images = Join-Path $core deps "$system-$architecture"
            $expected = if ([Environment]::Version.Major -eq 10 -and (Test-Path $images)) {
                (Join-Path $images JobStatus.Services.dll), (Join-Path $images JobStatus.Model.dll)
            }
            else {
                (Join-Path $core deps JobStatus.Services.dll), (Join-Path $core JobStatus.Model.dll)
            }
            $packaged.Files | Should -Be $expected
        }

        It 'does not load the assemblies that only later requests need' {
            $packaged.Extensions | Should -BeNullOrEmpty
        }

        It 'leaves fewer methods to the JIT compiler than the built module if it uses the images' {
            if ($packaged.Files -match '-(x64|arm64)') {
                $packaged.Compiled | Should -BeLessThan ((Get-FirstRead $built).Compiled * 0.75)
            }
        }
    }
}

Describe 'An installed package' -Skip:(-not $installs) {
    BeforeAll {
        Start-Sandbox
        # A separate home folder, so that nothing is installed or registered for the current user.
        $local = @{
            HOME = Join-Path $TestDrive home; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null
            REPOSITORY = Join-Path $TestDrive repository; BUILT = $built
        }
        New-Item -ItemType Directory $local.HOME, $local.REPOSITORY | Out-Null
        $answers = Invoke-FreshPowerShell -Environment $local -Seconds 120 {
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            # One package as it was built, and one with a higher version.
            Compress-PSResource $env:BUILT $env:REPOSITORY
            $later = Join-Path $HOME later JobStatus
            Copy-Item $env:BUILT $later -Recurse -Force
            $manifest = Join-Path $later JobStatus.psd1
            (Get-Content $manifest -Raw) -replace "(?<=ModuleVersion += )'.+'", "'99.0.0'" | Set-Content $manifest

            Register-PSResourceRepository local -Uri $env:REPOSITORY -Trusted
            Install-PSResource JobStatus -Repository local
            "first: $((Get-InstalledPSResource JobStatus).Version -join ' ')"
            "read: $((Get-XplentyJob 157).State) by $((Get-Module JobStatus).Version)"

            # This session has the older version loaded.
            Compress-PSResource $later $env:REPOSITORY
            Update-PSResource JobStatus -Repository local
            "beside: $((Get-InstalledPSResource JobStatus).Version | Sort-Object)"
            "goes on: $((Get-AlmaJobInstance 9563643080000561).State)"
        }
        $answers += Invoke-FreshPowerShell -Environment $local {
            "newer: $((Get-XplentyJob 157).State) by $((Get-Module JobStatus).Version)"
        }
        $local.OLDER = $version
        $answers += Invoke-FreshPowerShell -Environment $local {
            Import-Module JobStatus -RequiredVersion $env:OLDER
            "older: $((Get-XplentyJob 157).State) by $((Get-Module JobStatus).Version)"
            Uninstall-PSResource JobStatus -Version '*'
            "after: $(@(Get-InstalledPSResource JobStatus -ErrorAction Ignore).Count), $(@(Get-Module JobStatus -ListAvailable).Count)"
            "still: $((Get-AlteryxJob 66f000000000000000000201).State)"
        }
    }

    AfterAll { Stop-Sandbox }

    It 'is loaded when its cmdlets are called' {
        $answers | Should -Contain "first: $version"
        $answers | Should -Contain "read: Completed by $version"
    }

    It 'can be updated side by side while it is in use' {
        $answers | Should -Contain "beside: $version 99.0.0"
        $answers | Should -Contain 'goes on: Completed'
        $answers | Should -Contain 'newer: Completed by 99.0.0'
        $answers | Should -Contain "older: Completed by $version"
    }

    It 'can be uninstalled while it is in use' {
        $answers | Should -Contain 'after: 0, 0'
        $answers | Should -Contain 'still: Completed'
    }

    It 'causes no errors during these steps' {
        $answers | Should -HaveCount 8
    }
}
