BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1),
        (Join-Path $PSScriptRoot .. Assertions.psm1),
        (Join-Path $PSScriptRoot .. TestFolder.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri

    # Connects without retries, so that a single fault causes an error.
    function Connect-WithoutRetry {
        $credential = Get-SandboxCredential
        Connect-Alteryx "$sandbox/webapi" -Credential $credential -MaximumRetryCount 0
    }

    # Creates a finished run with these outputs.
    function New-RunWithOutput([string] $Id, [object[]] $Outputs) {
        $null = New-SandboxJob @{ service = 'alteryx'; id = $Id; durationSeconds = 0; outputs = $Outputs }
    }

    # The content of the sandbox's files: lines of 64 bytes that start with their number.
    function Get-FileContent([int] $Length) {
        $text = [Text.StringBuilder]::new()
        for ($line = 0; $text.Length -lt $Length; $line++) {
            $null = $text.Append($line.ToString('D19').PadRight(63, '.')).Append("`n")
        }
        $text.ToString(0, $Length)
    }
}

AfterAll { Stop-Sandbox }

Describe 'Save-AlteryxJobOutput' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $folder = New-TestFolder
    }

    It 'saves the complete file and returns it' {
        New-RunWithOutput big @(@{ fileName = 'big.yxdb'; bytes = 300001 })
        $file = Save-AlteryxJobOutput big $folder
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be (Join-Path $folder big.yxdb)
        [IO.File]::ReadAllText($file.FullName) -ceq (Get-FileContent 300001) | Should -BeTrue
        Get-FolderName $folder | Should -Be big.yxdb
        $request = Get-SandboxRequest /webapi/v1
        $request.path | Should -Be /webapi/v1/jobs/big/output/66f00000000000000000b001
        $request.query | Should -Be '?format=Raw'
    }

    It 'saves an empty file' {
        New-RunWithOutput empty @(@{ fileName = 'empty.csv'; bytes = 0 })
        (Save-AlteryxJobOutput empty $folder).Length | Should -Be 0
        Get-FolderName $folder | Should -Be empty.csv
    }

    It 'saves all outputs of all jobs in the pipeline' {
        New-RunWithOutput one @(@{ fileName = 'one.yxdb' }, @{ fileName = 'two.yxdb' })
        New-RunWithOutput two @(@{ fileName = 'three.yxdb' })
        (Get-AlteryxJob one, two | Save-AlteryxJobOutput -Path $folder).Name | Sort-Object | Should -Be one.yxdb, three.yxdb, two.yxdb
        Get-FolderName $folder | Sort-Object | Should -Be one.yxdb, three.yxdb, two.yxdb
    }

    It 'saves outputs of listed jobs, although the list does not contain them' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a001 | Save-AlteryxJobOutput -Path $folder).Name | Should -Be report.yxdb
    }

    It 'saves only the outputs that match <what>' -ForEach @(
        @{ what = 'a name'; output = 'one.yxdb'; names = , 'one.yxdb' }
        @{ what = 'a wildcard'; output = '*.CSV'; names = 'three.csv', 'two.csv' }
        @{ what = 'an id'; output = 'out2'; names = , 'two.csv' }
        @{ what = 'several values'; output = 'one*', 'out3'; names = 'one.yxdb', 'three.csv' }
    ) {
        New-RunWithOutput some @(
            @{ id = 'out1'; fileName = 'one.yxdb' }, @{ id = 'out2'; fileName = 'two.csv' },
            @{ id = 'out3'; fileName = 'three.csv' }
        )
        (Save-AlteryxJobOutput some $folder -Output $output).Name | Sort-Object | Should -Be $names
        Get-FolderName $folder | Sort-Object | Should -Be $names
    }

    It 'completes the formats of the outputs, or all formats if the job is unknown' {
        New-RunWithOutput some @(
            @{ fileName = 'one.yxdb'; availableFormats = 'Raw', 'Yxdb' },
            @{ fileName = 'two.pdf'; availableFormats = 'Raw', 'Pdf' }
        )
        (TabExpansion2 'Save-AlteryxJobOutput some -Format ').CompletionMatches.CompletionText | Should -Be Raw, Yxdb, Pdf
        (TabExpansion2 'Save-AlteryxJobOutput some -Format P').CompletionMatches.CompletionText | Should -Be Pdf
        (TabExpansion2 'Save-AlteryxJobOutput -Format ').CompletionMatches | Should -HaveCount 14
        (TabExpansion2 'Save-AlteryxJobOutput nosuchjob -Format ').CompletionMatches | Should -HaveCount 14
    }

    It 'saves an output in another format, with the extension of that format' {
        $file = Save-AlteryxJobOutput 66f000000000000000000201 $folder -Format csv
        $file.Name | Should -Be report.csv
        (Get-SandboxRequest /webapi/v1).query | Should -Be '?format=csv'
    }

    It 'writes one error that lists the formats if an output lacks the format, and saves the other outputs' {
        New-RunWithOutput some @(@{ fileName = 'one.yxdb' }, @{ fileName = 'two.pdf'; availableFormats = 'Raw', 'Pdf' })
        (Save-AlteryxJobOutput some $folder -Format Pdf -ErrorAction SilentlyContinue -ErrorVariable failure).Name | Should -Be two.pdf
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        $failure[0].ErrorDetails.Message | Should -Match 'one\.yxdb'
        $failure[0].Exception.RecommendedAction | Should -Match 'Raw, Yxdb, Csv'
        (Get-SandboxRequest /webapi/v1) | Should -HaveCount 1
    }

    It 'writes one error for a job <what>' -ForEach @(
        @{ what = 'that failed'; id = '66f000000000000000000202'; error = 'InvalidRequest'; words = 'no outputs\.' }
        @{ what = 'that is running'; id = '66f000000000000000000203'; error = 'InvalidRequest'; words = 'no outputs yet' }
        @{ what = 'that does not exist'; id = '66f000000000000000000999'; error = 'JobNotFound'; words = '66f000000000000000000999' }
        @{ what = 'whose id is not valid'; id = 'a/b'; error = 'InvalidRequest'; words = 'a/b' }
    ) {
        (Save-AlteryxJobOutput $id, 66f000000000000000000201 $folder -ErrorAction SilentlyContinue -ErrorVariable failure).Name |
            Should -Be report.yxdb
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.SaveAlteryxJobOutputCommand"
        $failure[0].TargetObject | Should -BeExactly $id
        $failure[0].ErrorDetails.Message | Should -Match $words
    }

    It 'reports that no output matches a name' {
        Save-AlteryxJobOutput 66f000000000000000000201 $folder -Output other.yxdb -ErrorAction SilentlyContinue -ErrorVariable failure |
            Should -BeNullOrEmpty
        $failure[0].ErrorDetails.Message | Should -Match 'no matching output\.'
    }

    It 'overwrites an existing file only with -Force' {
        Set-Content -LiteralPath (Join-Path $folder report.yxdb) 'mine' -NoNewline
        Save-AlteryxJobOutput 66f000000000000000000201 $folder -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'FileExists,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        $failure[0].CategoryInfo.Category | Should -Be ResourceExists
        Get-Content -LiteralPath (Join-Path $folder report.yxdb) -Raw | Should -BeExactly mine
        Get-FolderName $folder | Should -Be report.yxdb
        (Save-AlteryxJobOutput 66f000000000000000000201 $folder -Force).Length | Should -Be 4096
        Get-FolderName $folder | Should -Be report.yxdb
    }

    It 'never overwrites a file that the same command saved, even with -Force' {
        New-RunWithOutput twins @(
            @{ fileName = 'report.csv'; bytes = 100 }, @{ fileName = 'report.csv'; bytes = 300 }, @{ fileName = 'other.csv'; bytes = 200 }
        )
        Set-Content -LiteralPath (Join-Path $folder report.csv) 'mine' -NoNewline
        $files = Save-AlteryxJobOutput twins $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure
        $files.Name | Sort-Object | Should -Be other.csv, report.csv
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'FileExists,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        $failure[0].Exception.Problem | Should -BeLike "*the same command has already saved another file as '*report.csv'."
        $failure[0].Exception.RecommendedAction | Should -Be 'Save this file with another command, to another folder.'
        $saved = $files | Where-Object Name -EQ report.csv
        (Get-Item -LiteralPath $saved.FullName).Length | Should -Be $saved.Length -Because 'the file is the one that was reported'
        Get-FolderName $folder | Sort-Object | Should -Be other.csv, report.csv
    }

    It 'overwrites files whose names differ only in case if the folder distinguishes them' {
        New-RunWithOutput cases @(@{ fileName = 'report.csv'; bytes = 100 }, @{ fileName = 'REPORT.csv'; bytes = 200 })
        $isDistinguished = -not (Test-Path -LiteralPath $folder.ToUpperInvariant())
        foreach ($try in 1, 2) {
            $files = @(Save-AlteryxJobOutput cases $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure)
            $files | Should -HaveCount ($isDistinguished ? 2 : 1)
            $failure | Should -HaveCount ($isDistinguished ? 0 : 1)
        }
    }

    It 'returns the same objects as Get-Item, so that tables show the folder' {
        $file = Save-AlteryxJobOutput 66f000000000000000000201 $folder
        $item = Get-Item -LiteralPath $file.FullName
        foreach ($name in 'PSPath', 'PSParentPath', 'PSChildName', 'PSIsContainer', 'UnixMode', 'Size', 'User', 'Group') {
            $file.$name | Should -Be $item.$name -Because $name
        }
        $file.PSParentPath | Should -Not -BeNullOrEmpty
        $file | Out-String -Width 200 | Should -Be ($item | Out-String -Width 200)
        Push-Location env:
        try { (Save-AlteryxJobOutput 66f000000000000000000201 "FileSystem::$folder" -Force).PSPath | Should -Be $file.PSPath }
        finally { Pop-Location }
    }

    It 'recommends another folder or -Force if a file exists' {
        $null = Save-AlteryxJobOutput 66f000000000000000000201 $folder
        Save-AlteryxJobOutput 66f000000000000000000201 $folder -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].Exception.RecommendedAction | Should -Be 'Choose another folder with -Path, or use -Force to overwrite the file.'
    }

    It 'leaves no new folder if the job has no outputs' {
        Save-AlteryxJobOutput 66f000000000000000000202 (Join-Path $folder new folder) -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        Get-FolderName $folder | Should -BeNullOrEmpty
        Save-AlteryxJobOutput 66f000000000000000000202 $folder -ErrorAction SilentlyContinue
        $folder | Should -Exist -Because 'the folder existed before'
    }

    It 'keeps the file <name> inside the folder' -ForEach @(
        @{ name = '../../evil.txt' }
        @{ name = '..\..\evil.txt' }
        @{ name = '/etc/evil.txt' }
        @{ name = 'C:\Windows\evil.txt' }
        @{ name = '..' }
        @{ name = '.' }
        @{ name = 'evil.txt:stream' }
        @{ name = 'CON' }
        @{ name = 'nul.txt' }
        @{ name = "a`nb" }
        @{ name = '~/evil' }
        @{ name = '$(Get-Date)' }
        @{ name = '[a-z].csv' }
        @{ name = '%2e%2e%2fevil' }
    ) {
        New-RunWithOutput hostile @(@{ id = 'out1'; fileName = $name; bytes = 100 })
        $file = Save-AlteryxJobOutput hostile $folder
        $file.DirectoryName | Should -Be $folder
        $file.Length | Should -Be 100
        Get-FolderName $folder | Should -Be $file.Name
        $file.Name | Should -Not -Match '[\\/:*?"<>|\p{Cc}]'
        $file.Name | Should -Not -Match '^(con|nul)(\.|$)'
        Get-FolderName (Split-Path $folder) | Should -Be target
    }

    It 'keeps the file inside the folder if the download has the disposition <disposition>' -ForEach @(
        @{ disposition = 'attachment; filename="../../evil.txt"'; name = 'evil.txt' }
        @{ disposition = "attachment; filename=`"a.txt`"; filename*=UTF-8''..%2F..%2Fevil.txt"; name = 'evil.txt' }
        @{ disposition = 'attachment; filename="..\..\evil.txt"'; name = 'evil.txt' }
        @{ disposition = 'attachment'; name = 'plain.csv' }
        @{ disposition = ''; name = 'plain.csv' }
    ) {
        New-RunWithOutput hostile @(@{ fileName = 'plain.csv'; bytes = 100; disposition = $disposition })
        $file = Save-AlteryxJobOutput hostile $folder
        $file.DirectoryName | Should -Be $folder
        $file.Name | Should -Be $name
        Get-FolderName $folder | Should -Be $name
        Get-FolderName (Split-Path $folder) | Should -Be target
    }

    It 'saves to a folder whose name contains wildcard characters' {
        $folder = (New-Item -ItemType Directory (Join-Path $folder '[a] b')).FullName
        (Save-AlteryxJobOutput 66f000000000000000000201 $folder).DirectoryName | Should -Be $folder
    }

    It 'saves to a folder on a PowerShell drive' {
        $null = New-Item -ItemType Directory TestDrive:\drive
        $file = Save-AlteryxJobOutput 66f000000000000000000201 TestDrive:\drive
        $file.FullName | Should -Be (Join-Path $TestDrive drive report.yxdb)
    }

    It 'creates the folder if it does not exist' {
        $path = Join-Path $folder new
        (Save-AlteryxJobOutput 66f000000000000000000201 $path).DirectoryName | Should -Be $path
        Get-FolderName $path | Should -Be report.yxdb
    }

    It 'writes one error if the folder cannot be created, takes no input, and sends nothing' {
        $null = New-Item (Join-Path $folder file)
        $taken = [Collections.Generic.List[string]]::new()
        $failure = Get-TerminatingError {
            & { $taken.Add('1'); '66f000000000000000000201' } | Save-AlteryxJobOutput -Path (Join-Path $folder file new)
        }
        $failure.FullyQualifiedErrorId | Should -Be 'WriteFailed,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        $taken | Should -BeNullOrEmpty
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'writes one error if the folder is a file' {
        $file = (New-Item -ItemType File (Join-Path $folder file)).FullName
        (Get-TerminatingError { Save-AlteryxJobOutput 66f000000000000000000201 $file }).FullyQualifiedErrorId |
            Should -Be 'WriteFailed,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        Get-FolderName $folder | Should -Be file
    }

    It 'writes one error for <_>, which is not a folder in the file system' -ForEach 'env:', 'env:\.', 'Variable:\tmp' {
        $failure = Get-TerminatingError { Save-AlteryxJobOutput 66f000000000000000000201 $_ }
        $failure.FullyQualifiedErrorId | Should -Be 'WriteFailed,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        $failure.ErrorDetails.Message | Should -BeLike "*'$_'*"
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'writes one FileExists error if a folder has the name of the file, even with -Force' {
        $null = New-Item -ItemType Directory (Join-Path $folder report.yxdb)
        Save-AlteryxJobOutput 66f000000000000000000201 $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure |
            Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'FileExists,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        Get-FolderName $folder | Should -Be report.yxdb
        Get-FolderName (Join-Path $folder report.yxdb) | Should -BeNullOrEmpty
    }

    It 'leaves no file and no partial file if <what>' -ForEach @(
        @{ what = 'the connection breaks at once'; fault = @{ kind = 'reset' }; errors = , 'ServiceUnavailable' }
        @{
            what = 'the connection breaks during the download'; fault = @{ kind = 'reset'; afterBytes = 100000 }
            errors = , 'ServiceUnavailable'
        }
        @{
            what = 'the response is shorter than its Content-Length'; fault = @{ kind = 'truncate' }
            errors = 'ServiceUnavailable', 'UnexpectedResponse'
        }
        @{ what = 'the server returns HTTP status 500'; fault = @{ kind = 'status'; status = 500 }; errors = , 'ServiceUnavailable' }
        @{ what = 'the output no longer exists'; fault = @{ kind = 'status'; status = 404; body = '"gone"' }; errors = , 'JobNotFound' }
        @{ what = 'the download is forbidden'; fault = @{ kind = 'status'; status = 403 }; errors = , 'AccessDenied' }
    ) {
        New-RunWithOutput big @(@{ fileName = 'big.yxdb'; bytes = 300001 })
        Connect-WithoutRetry
        $null = Add-SandboxFault ($fault + @{ path = '/webapi/v1'; count = -1 })
        Save-AlteryxJobOutput big $folder -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        ($failure[0].FullyQualifiedErrorId -split ',')[0] | Should -BeIn $errors
        $failure[0].TargetObject | Should -Be big
        Get-FolderName $folder | Should -BeNullOrEmpty
    }

    It 'keeps the existing file if a download with -Force fails' {
        Set-Content -LiteralPath (Join-Path $folder report.yxdb) 'mine' -NoNewline
        Connect-WithoutRetry
        $null = Add-SandboxFault @{ path = '/webapi/v1'; kind = 'reset'; afterBytes = 1000; count = -1 }
        Save-AlteryxJobOutput 66f000000000000000000201 $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure |
            Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        Get-Content -LiteralPath (Join-Path $folder report.yxdb) -Raw | Should -BeExactly mine
        Get-FolderName $folder | Should -Be report.yxdb
    }

    It 'saves the complete file if a retry follows a broken download' {
        New-RunWithOutput big @(@{ fileName = 'big.yxdb'; bytes = 300001 })
        $null = Add-SandboxFault @{ path = '/webapi/v1'; kind = 'reset'; afterBytes = 100000 }
        $file = Save-AlteryxJobOutput big $folder
        [IO.File]::ReadAllText($file.FullName) -ceq (Get-FileContent 300001) | Should -BeTrue
        Get-FolderName $folder | Should -Be big.yxdb
        (Get-SandboxRequest /webapi/v1) | Should -HaveCount 2
    }

    It 'leaves no partial file if the pipeline ends early' {
        # The second file is too large for any disk. Its download is in progress when the first file is returned.
        New-RunWithOutput endless @(@{ fileName = 'small.csv'; bytes = 10 }, @{ fileName = 'endless.csv'; bytes = 1000000000000000 })
        (Save-AlteryxJobOutput endless $folder | Select-Object -First 1).Name | Should -Be small.csv
        Wait-FolderName $folder small.csv | Should -Be small.csv
    }

    It 'leaves no partial file if the user stops the command' {
        New-RunWithOutput endless @(@{ fileName = 'endless.csv'; bytes = 1000000000000000 })
        $shell = [powershell]::Create().AddScript({
                param($module, $folder)
                Import-Module $module
                Save-AlteryxJobOutput endless $folder
            }).AddArgument($env:JOBSTATUS_TEST_MODULE).AddArgument($folder)
        $running = $shell.BeginInvoke()
        try {
            for ($try = 0; $try -lt 400 -and -not (Get-FolderName $folder); $try++) { Start-Sleep -Milliseconds 25 }
            Get-FolderName $folder | Should -HaveCount 1
            $shell.Stop()
        }
        finally {
            $shell.Dispose()
        }
        $running.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
        Wait-FolderName $folder | Should -BeNullOrEmpty
    }

    It 'shows with -WhatIf which files it would save, and saves nothing' {
        $script = "Import-Module `$env:JOBSTATUS_TEST_MODULE; Save-AlteryxJobOutput 66f000000000000000000201 '$folder' -WhatIf"
        $said = Invoke-FreshPowerShell ([scriptblock]::Create($script))
        "$said" | Should -Match 'report\.yxdb'
        (Get-SandboxRequest /webapi/v1) | Should -BeNullOrEmpty
        Get-FolderName $folder | Should -BeNullOrEmpty
    }

    It 'rejects <what>' -ForEach @(
        @{ what = 'nothing'; save = { Save-AlteryxJobOutput $null $folder } }
        @{ what = 'an empty id'; save = { Save-AlteryxJobOutput '' $folder } }
        @{ what = 'an object that is not an id'; save = { Save-AlteryxJobOutput @{ Id = 'x' } $folder } }
        @{ what = 'an empty folder'; save = { Save-AlteryxJobOutput 66f000000000000000000201 '' } }
        @{ what = 'no folder'; save = { Save-AlteryxJobOutput 66f000000000000000000201 $null } }
        @{ what = 'an empty output'; save = { Save-AlteryxJobOutput 66f000000000000000000201 $folder -Output '' } }
        @{ what = 'a format that does not exist'; save = { Save-AlteryxJobOutput 66f000000000000000000201 $folder -Format Txt } }
        @{ what = 'no format'; save = { Save-AlteryxJobOutput 66f000000000000000000201 $folder -Format $null } }
    ) {
        (Get-TerminatingError $save).FullyQualifiedErrorId | Should -Match '^ParameterArgument'
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }
}
