BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    $module = Import-Module $env:JOBSTATUS_TEST_MODULE -Force -PassThru
    $core = Join-Path $env:JOBSTATUS_TEST_MODULE bin core

    # Writes an assembly with one class, Marker<name>, which knows its version.
    function New-MarkedAssembly([string] $Name, [version] $Version, [string] $Path) {
        # Add-Type chooses the assembly name, so this calls the compiler that Add-Type loads.
        Add-Type -TypeDefinition 'public static class LoadsTheCompiler { }'
        $reference = [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)
        $library = [Microsoft.CodeAnalysis.OutputKind]::DynamicallyLinkedLibrary
        $options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new($library)
        $class = 'Marker' + $Name.Replace('.', '')
        $code = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText(@"
            [assembly: System.Reflection.AssemblyVersion("$Version")]
            public static class $class
            {
                public static string Version { get { return typeof($class).Assembly.GetName().Version.ToString(); } }
            }
"@)
        $compiled = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
            $Name, [Microsoft.CodeAnalysis.SyntaxTree[]] $code, [Microsoft.CodeAnalysis.MetadataReference[]] $reference, $options
        )
        $file = [IO.File]::Create($Path)
        try { $compiled.Emit($file).Success | Should -BeTrue }
        finally { $file.Dispose() }
    }
}

AfterAll { Stop-Sandbox }

Describe 'Importing the module' {
    It 'exports exactly the cmdlets in its manifest' {
        $manifest = & ([scriptblock]::Create((Get-Content (Join-Path $env:JOBSTATUS_TEST_MODULE JobStatus.psd1) -Raw)))
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $module.ExportedCommands.Count | Should -Be $module.ExportedCmdlets.Count
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'exports every cmdlet that the assembly contains' {
        $types = (Get-Command Get-XplentyJob).ImplementingType.Assembly.GetExportedTypes()
        $names = foreach ($type in $types) {
            foreach ($cmdlet in $type.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)) {
                "$($cmdlet.VerbName)-$($cmdlet.NounName)"
            }
        }
        $names | Sort-Object | Should -Be ($module.ExportedCmdlets.Keys | Sort-Object)
    }

    It 'makes the job types available before the first command' {
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            [JobStatus.XplentyJob].Name
            [JobStatus.AlmaJobInstance].Name
            [JobStatus.AlteryxJob].Name
            [JobStatus.JobServiceException].Name
            [JobStatus.RemoteJobState].Name
        } | Should -Be XplentyJob, AlmaJobInstance, AlteryxJob, JobServiceException, RemoteJobState
    }

    It 'loads two assemblies of the module and no HTTP, JSON or package assembly' {
        $new = Invoke-FreshPowerShell {
            # PowerShell loads its own cmdlets, and the assemblies that they refer to, in the background at startup. Load
            # them all before comparing, so that they cannot appear to come from the import.
            foreach ($cmdlet in [Microsoft.PowerShell.Commands.GetRandomCommand], [Microsoft.PowerShell.Commands.GetProcessCommand]) {
                foreach ($name in $cmdlet.Assembly.GetReferencedAssemblies()) {
                    try { $null = [Reflection.Assembly]::Load($name) } catch { $null = $_ }
                }
            }
            $before = [AppDomain]::CurrentDomain.GetAssemblies()
            Import-Module $env:JOBSTATUS_TEST_MODULE
            foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
                if ($assembly -notin $before) { $assembly.GetName().Name }
            }
        }
        $new | Should -Contain JobStatus
        $new | Should -Contain JobStatus.Model
        $system = 'Text\.Json|Net\.|IO\.Pipelines|Private\.Xml'
        $new -match "^(JobStatus\.Services|System\.($system)|Polly|Microsoft\.(Extensions|Bcl)\.)" | Should -BeNullOrEmpty
    }

    It 'happens automatically when a cmdlet is called' {
        $path = (Split-Path $env:JOBSTATUS_TEST_MODULE) + [IO.Path]::PathSeparator + $env:PSModulePath
        Invoke-FreshPowerShell { "$((Get-XplentyJob 157).State)" } -Environment @{ PSModulePath = $path } | Should -Be Completed
    }

    It 'works from a folder whose name contains spaces, non-ASCII letters and a quote' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive "it's a földer 一")
        Copy-Item -LiteralPath $env:JOBSTATUS_TEST_MODULE -Destination (Join-Path $folder.FullName JobStatus) -Recurse
        $path = $folder.FullName + [IO.Path]::PathSeparator + $env:PSModulePath
        Invoke-FreshPowerShell { "$((Get-XplentyJob 157).State)" } -Environment @{ PSModulePath = $path } | Should -Be Completed
    }
}

Describe 'The module folder' {
    It 'contains only the cmdlets and their model next to the dependencies' {
        (Get-ChildItem $core -File).Name | Sort-Object | Should -Be JobStatus.dll, JobStatus.Model.dll
    }

    It 'contains no assembly of PowerShell itself' {
        Get-ChildItem $env:JOBSTATUS_TEST_MODULE -Recurse -Include System.Management.Automation.dll, Microsoft.PowerShell.*.dll |
            Should -BeNullOrEmpty
    }

    It 'contains every assembly that the <edition> assemblies refer to, and no unreachable assembly' -ForEach @(
        @{ edition = 'core'; unreached = @() }
        # Two packages include these assemblies but do not use them.
        @{ edition = 'desktop'; unreached = 'Microsoft.Extensions.Configuration.Abstractions', 'System.ComponentModel.Annotations' }
    ) {
        $folder = Join-Path $env:JOBSTATUS_TEST_MODULE bin $edition
        $own = @{}
        foreach ($file in Get-ChildItem $folder -Recurse -Filter *.dll) { $own[$file.BaseName] = $file.FullName }
        # The assemblies of the platform. PowerShell 7 lists them; for .NET Framework 4.7.2, these are the ones that the module needs.
        $given = if ($edition -eq 'core') {
            [AppContext]::GetData('TRUSTED_PLATFORM_ASSEMBLIES') -split [IO.Path]::PathSeparator |
                ForEach-Object { [IO.Path]::GetFileNameWithoutExtension($_) }
        }
        else {
            'mscorlib', 'netstandard', 'System', 'System.ComponentModel.DataAnnotations', 'System.Core', 'System.Management.Automation',
                'System.Net.Http', 'System.Numerics', 'System.ValueTuple', 'System.Xml', 'System.Xml.Linq'
        }
        $reached = [Collections.Generic.HashSet[string]]::new([string[]] 'JobStatus')
        $open = [Collections.Generic.Queue[string]]::new([string[]] 'JobStatus')
        $missing = while ($open.Count -gt 0) {
            $image = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead($own[$open.Dequeue()]))
            try {
                $metadata = [Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($image)
                foreach ($handle in $metadata.AssemblyReferences) {
                    $name = $metadata.GetString($metadata.GetAssemblyReference($handle).Name)
                    if ($own.ContainsKey($name)) { if ($reached.Add($name)) { $open.Enqueue($name) } }
                    elseif ($name -notin $given) { $name }
                }
            }
            finally { $image.Dispose() }
        }
        $missing | Should -BeNullOrEmpty
        $own.Keys | Where-Object { $_ -notin $reached } | Sort-Object | Should -Be $unreached
        (Get-ChildItem (Join-Path $folder deps) -Recurse -File).Extension | Sort-Object -Unique | Should -Be .dll
    }
}

Describe 'The assemblies after the first read' {
    BeforeAll {
        $loaded = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $null = Get-XplentyJob 157
            $null = Get-AlmaJobInstance 9563643080000561
            $null = Get-AlteryxJob 66ebd18d3d6200007e000d8c
            'first reads'
            foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) { $assembly.GetName().Name }
            'later'
            # A retry loads Polly. A new session loads the other packages.
            $fault = '{ "path": "/demo/api/jobs/157", "kind": "status", "status": 503, "headers": { "Retry-After": "0" } }'
            $null = Invoke-RestMethod "$env:ALMA_BASE_URI/_sandbox/faults" -Method Post -Body $fault
            $null = Get-XplentyJob 157
            $own = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ JobStatus
            foreach ($name in 'Http', 'Options', 'DependencyInjection') { $null = $own.LoadFromAssemblyName("Microsoft.Extensions.$name") }
            foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
                '{0}|{1}|{2}' -f $assembly.GetName().Name, [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name,
                    $assembly.GetName().Version
            }
        }
        $later = $loaded.IndexOf('later')
        $early = $loaded[0..($later - 1)]
        $loaded = $loaded[($later + 1)..($loaded.Count - 1)] | ConvertFrom-Csv -Delimiter '|' -Header Name, Context, Version
    }

    It 'do not include those that only a retry or a later session needs' {
        $early | Should -Contain JobStatus.Services
        $early -match '^(Polly|Microsoft\.Extensions)\.' | Should -BeNullOrEmpty
    }

    It 'include <_> once in the default load context' -ForEach JobStatus, JobStatus.Model {
        @($loaded | Where-Object Name -EQ $_).Context | Should -Be Default
    }

    It 'include <_> once in the load context of the module' -ForEach @(
        'JobStatus.Services', 'Polly.Core'
        'Microsoft.Extensions.Http', 'Microsoft.Extensions.Options', 'Microsoft.Extensions.DependencyInjection'
    ) {
        @($loaded | Where-Object Name -EQ $_).Context | Should -Be JobStatus
    }

    It 'include System.Text.Json from the framework if it is new enough, and from the module otherwise' {
        $needed = [Reflection.Assembly]::LoadFile((Join-Path $core deps JobStatus.Services.dll)).GetReferencedAssemblies() |
            Where-Object Name -EQ System.Text.Json
        $path = [AppContext]::GetData('TRUSTED_PLATFORM_ASSEMBLIES') -split [IO.Path]::PathSeparator |
            Where-Object { [IO.Path]::GetFileName($_) -eq 'System.Text.Json.dll' }
        $framework = [Reflection.AssemblyName]::GetAssemblyName($path)
        $expected = if ($framework.Version -ge $needed.Version) { 'Default' } else { 'JobStatus' }
        $json = $loaded | Where-Object { $_.Name -eq 'System.Text.Json' -and $_.Context -eq $expected }
        $json | Should -HaveCount 1
        [version] $json.Version | Should -BeGreaterOrEqual $needed.Version
        if ($expected -eq 'Default') {
            $loaded | Where-Object { $_.Name -eq 'System.Text.Json' -and $_.Context -eq 'JobStatus' } | Should -BeNullOrEmpty
        }
    }

    It 'include none in the load context of the module that the framework has in the same or a newer version' {
        $framework = @{}
        foreach ($path in [AppContext]::GetData('TRUSTED_PLATFORM_ASSEMBLIES') -split [IO.Path]::PathSeparator) {
            $framework[[IO.Path]::GetFileNameWithoutExtension($path)] = $path
        }
        $own = $loaded | Where-Object Context -EQ JobStatus
        $own.Count | Should -BeGreaterThan 3
        foreach ($assembly in $own) {
            if ($framework.ContainsKey($assembly.Name)) {
                [Reflection.AssemblyName]::GetAssemblyName($framework[$assembly.Name]).Version |
                    Should -BeLessThan ([version] $assembly.Version) -Because $assembly.Name
            }
        }
    }
}

Describe 'Importing another version of the module' {
    BeforeAll {
        $other = Join-Path $TestDrive other JobStatus
        Copy-Item -LiteralPath $env:JOBSTATUS_TEST_MODULE -Destination $other -Recurse
        $manifest = Join-Path $other JobStatus.psd1
        (Get-Content $manifest -Raw) -replace "(?m)^(\s*ModuleVersion\s*=).*$", "`$1 '99.0.0'" | Set-Content $manifest
        New-MarkedAssembly JobStatus 99.0.0.0 (Join-Path $other bin core JobStatus.dll)
    }

    It 'is one short error, and the session keeps the first version' {
        $lines = Invoke-FreshPowerShell -Environment @{ OTHER_MODULE = $other } {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            try { Import-Module $env:OTHER_MODULE } catch { "$_" }
            "$((Get-Module JobStatus).Version) $((Get-XplentyJob 157).State)"
            Remove-Module JobStatus
            try { Import-Module $env:OTHER_MODULE } catch { "$_" }
            Import-Module $env:JOBSTATUS_TEST_MODULE
            "$((Get-XplentyJob 157).State)"
        }
        $lines | Should -HaveCount 4
        $lines[0, 2] | Should -BeLike "*'JobStatus, Version=99.0.0.0, *'. Assembly with same name is already loaded"
        $lines[1, 3] | Should -Be "$($module.Version) Completed", Completed
    }
}

Describe 'Removing and importing the module again' {
    It 'works with and without a read before the removal' {
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Remove-Module JobStatus
            Import-Module $env:JOBSTATUS_TEST_MODULE
            "$((Get-XplentyJob 157).State)"
            Remove-Module JobStatus
            "gone: $($null -eq (Get-Command Get-XplentyJob -ErrorAction Ignore))"
            Import-Module $env:JOBSTATUS_TEST_MODULE
            "$((Get-AlteryxJob 66f000000000000000000201).State)"
        } | Should -Be Completed, 'gone: True', Completed
    }

    It 'keeps the connections of the process' {
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Connect-Xplenty demo -ApiKey (ConvertTo-SecureString canary-xplenty-key -AsPlainText -Force) -Name kept
            Remove-Module JobStatus
            Import-Module $env:JOBSTATUS_TEST_MODULE
            (Get-JobStatusConnection kept).Name
        } | Should -Be kept
    }

    It 'keeps job objects usable' {
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $job = Get-XplentyJob 202
            Remove-Module JobStatus
            "$($job.State)"
            Import-Module $env:JOBSTATUS_TEST_MODULE
            "$($job -is [JobStatus.XplentyJob]) $(($job | Get-XplentyJob).Id)"
        } | Should -Be Failed, 'True 202'
    }
}

Describe 'The module in several runspaces of one process' {
    It 'makes its first read in one runspace after it was removed from the other' {
        Invoke-FreshPowerShell {
            $here, $there = [powershell]::Create(), [powershell]::Create()
            foreach ($shell in $here, $there) {
                $null = $shell.AddScript('Import-Module $env:JOBSTATUS_TEST_MODULE').Invoke()
                $shell.Commands.Clear()
            }
            $null = $here.AddScript('Remove-Module JobStatus').Invoke()
            "$($there.AddScript('(Get-XplentyJob 157).State').Invoke())$($there.Streams.Error)"
        } | Should -Be Completed
    }

    It 'continues to read in one runspace after it was removed from the other' {
        Invoke-FreshPowerShell {
            $here, $there = [powershell]::Create(), [powershell]::Create()
            foreach ($shell in $here, $there) {
                $null = $shell.AddScript('Import-Module $env:JOBSTATUS_TEST_MODULE; Get-XplentyJob 157').Invoke()
                $shell.Commands.Clear()
            }
            $null = $here.AddScript('Remove-Module JobStatus').Invoke()
            "$($there.AddScript('(Get-AlteryxJob 66f000000000000000000201).State').Invoke())$($there.Streams.Error)"
        } | Should -Be Completed
    }

    It 'remains usable in one runspace if another imports it repeatedly and removes it' {
        Invoke-FreshPowerShell {
            $here, $there = [powershell]::Create(), [powershell]::Create()
            foreach ($shell in $here, $there) {
                $null = $shell.AddScript('Import-Module $env:JOBSTATUS_TEST_MODULE').Invoke()
                $shell.Commands.Clear()
            }
            $null = $here.AddScript({
                    1..3 | ForEach-Object { Import-Module $env:JOBSTATUS_TEST_MODULE -Force }
                    Import-Module $env:JOBSTATUS_TEST_MODULE
                    Remove-Module JobStatus
                }).Invoke()
            "$($there.AddScript('(Get-XplentyJob 157).State').Invoke())$($there.Streams.Error)"
        } | Should -Be Completed
    }

    It 'reads in parallel runspaces, and then in the first runspace' {
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            1..6 | ForEach-Object -Parallel { Import-Module $env:JOBSTATUS_TEST_MODULE; "$((Get-XplentyJob 157).State)" } -ThrottleLimit 6
            "$((Get-XplentyJob 202).State)"
        } | Should -Be Completed, Completed, Completed, Completed, Completed, Completed, Failed
    }

    It 'shares its connections among the runspaces' {
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Connect-Xplenty demo -ApiKey (ConvertTo-SecureString canary-xplenty-key -AsPlainText -Force) -Name shared
            $there = [powershell]::Create()
            "$($there.AddScript('Import-Module $env:JOBSTATUS_TEST_MODULE; (Get-JobStatusConnection shared).Name').Invoke())"
        } | Should -Be shared
    }
}

Describe 'Another module with other versions of the same packages' {
    BeforeAll {
        foreach ($version in '99.0.0.0', '1.0.0.0') {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive $version)
            foreach ($name in 'Microsoft.Extensions.Http', 'Microsoft.Extensions.Options', 'Polly.Core') {
                New-MarkedAssembly $name $version (Join-Path $folder "$name.dll")
            }
        }
    }

    It 'does not conflict with this module if <_> was loaded first' -ForEach 99.0.0.0, 1.0.0.0 {
        $lines = Invoke-FreshPowerShell -Environment @{ OTHER_MODULE = Join-Path $TestDrive $_ } {
            $theirs = Get-ChildItem $env:OTHER_MODULE -Filter *.dll | ForEach-Object { [Reflection.Assembly]::LoadFrom($_.FullName) }
            Import-Module $env:JOBSTATUS_TEST_MODULE
            "$((Get-XplentyJob 157).State)"
            "$((Get-AlteryxJob 66f000000000000000000201).State)"
            # The reads above load none of these assemblies.
            $own = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ JobStatus
            foreach ($name in $theirs.GetName().Name) { $null = $own.LoadFromAssemblyName($name) }
            $theirs | ForEach-Object { ($_.GetExportedTypes() | Where-Object Name -Like Marker*)::Version }
            foreach ($name in $theirs.GetName().Name) {
                @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq $name }).Count
            }
        }
        $lines | Should -Be Completed, Completed, $_, $_, $_, 2, 2, 2
    }

    It 'does not conflict with this module if <_> is loaded later' -ForEach 99.0.0.0, 1.0.0.0 {
        $lines = Invoke-FreshPowerShell -Environment @{ OTHER_MODULE = Join-Path $TestDrive $_ } {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            "$((Get-XplentyJob 157).State)"
            Get-ChildItem $env:OTHER_MODULE -Filter *.dll | ForEach-Object {
                $theirs = [Reflection.Assembly]::LoadFrom($_.FullName)
                ($theirs.GetExportedTypes() | Where-Object Name -Like Marker*)::Version
            }
            "$((Get-AlteryxJob 66f000000000000000000201).State)"
        }
        $lines | Should -Be Completed, $_, $_, $_, Completed
    }

    It 'finds no dependency of this module by name' {
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $null = Get-XplentyJob 157
            foreach ($name in 'Polly.Core', 'Microsoft.Extensions.Http') {
                try { $null = [Reflection.Assembly]::Load($name); "$name was found" } catch { 'not found' }
            }
        } | Should -Be 'not found', 'not found'
    }
}
