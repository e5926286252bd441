BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $jobs = '/almaws/v1/conf/jobs'
}

AfterAll { Stop-Sandbox }

Describe 'Save-AlmaJobFile' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $outer = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $folder = (New-Item (Join-Path $outer inner) -ItemType Directory).FullName

        function Get-FileName { @(Get-ChildItem -LiteralPath $outer -Recurse -Force -File | ForEach-Object Name) }
        function New-Run([long] $Bytes, [string] $Disposition = $null) {
            $job = @{ service = 'alma'; id = '6000000000000001'; jobId = 'M202'; durationSeconds = 0; fileBytes = $Bytes }
            if ($PSBoundParameters.ContainsKey('Disposition')) { $job.fileDisposition = $Disposition }
            $null = New-SandboxJob $job
        }
    }

    It 'saves the whole file and returns it' {
        New-Run 3000000
        $file = Save-AlmaJobFile 6000000000000001 $folder
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be (Join-Path $folder 6000000000000001_TOTAL_RECORDS_IMPORTED.xml)
        $file.Length | Should -Be 3000000
        $number = 0
        $wrong = [IO.File]::ReadLines($file.FullName) | Where-Object { $_ -notlike ('{0:D19}.*' -f $number++) }
        $wrong | Should -BeNullOrEmpty
        $number | Should -Be 46875
        Get-FileName | Should -HaveCount 1
        (Get-SandboxRequest).path | Should -Be "$jobs/ALL/instances/6000000000000001/download"
        (Get-SandboxRequest).query | Should -Be '?download_format=XML&line_type=TOTAL_RECORDS_IMPORTED'
    }

    It 'saves the files of piped instances to the current folder' {
        Push-Location -LiteralPath $folder
        try { $files = Get-AlmaJobInstance 1000000000000201, 1000000000000202 | Save-AlmaJobFile }
        finally { Pop-Location }
        $files.Name | Sort-Object | Should -Be 1000000000000201_TOTAL_RECORDS_IMPORTED.xml, 1000000000000202_TOTAL_RECORDS_IMPORTED.xml
        $files.DirectoryName | Sort-Object -Unique | Should -Be $folder
        @(Get-SandboxRequest '*/download' | ForEach-Object path | Sort-Object) |
            Should -Be "$jobs/M202/instances/1000000000000202/download", "$jobs/S201/instances/1000000000000201/download"
    }

    It 'requests another format and other lines' {
        (Save-AlmaJobFile 1000000000000201 $folder -Format binary -LineType TOTAL_ERRORS).Name |
            Should -Be 1000000000000201_TOTAL_ERRORS.mrc
        (Get-SandboxRequest).query | Should -Be '?download_format=BINARY&line_type=TOTAL_ERRORS'
    }

    It 'saves an empty file' {
        New-Run 0
        (Save-AlmaJobFile 6000000000000001 $folder).Length | Should -Be 0
    }

    It 'saves to a folder with wildcard characters in its name' {
        $odd = New-Item (Join-Path $folder 'a [b]') -ItemType Directory
        (Save-AlmaJobFile 1000000000000201 $odd.FullName).DirectoryName | Should -Be $odd.FullName
    }

    It 'overwrites an existing file only with -Force' {
        New-Run 100
        $file = Save-AlmaJobFile 6000000000000001 $folder
        Set-Content -LiteralPath $file.FullName mine -NoNewline
        Save-AlmaJobFile 6000000000000001 $folder -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be 'FileExists,JobStatus.Commands.SaveAlmaJobFileCommand'
        $failure[0].CategoryInfo.Category | Should -Be ResourceExists
        Get-Content -LiteralPath $file.FullName -Raw | Should -Be mine
        (Save-AlmaJobFile 6000000000000001 $folder -Force).Length | Should -Be 100
        Get-FileName | Should -HaveCount 1
    }

    It 'never overwrites the file of another run that the same command saved, even with -Force' {
        $ids = '6000000000000002', '6000000000000003'
        foreach ($id in $ids) {
            $null = New-SandboxJob @{
                service = 'alma'; id = $id; jobId = 'M77'; durationSeconds = 0; fileBytes = 100
                fileDisposition = 'attachment; filename="export.xml"'
            }
        }
        $null = $ids[0] | Save-AlmaJobFile -Path $folder
        $files = $ids | Save-AlmaJobFile -Path $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure
        $files | Should -HaveCount 1
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'FileExists,JobStatus.Commands.SaveAlmaJobFileCommand'
        ($ids | Save-AlmaJobFile -Path $folder -ThrottleLimit 1 -Force -ErrorAction SilentlyContinue).Name | Should -Be export.xml
    }

    It 'keeps the file in its folder, whatever name the service sends: <disposition>' -ForEach @(
        @{ disposition = 'attachment; filename="../../evil.xml"'; name = 'evil.xml' }
        @{ disposition = 'attachment; filename="C:\Windows\evil.xml"'; name = 'evil.xml' }
        @{ disposition = 'attachment; filename="/etc/evil.xml"'; name = 'evil.xml' }
        @{ disposition = 'attachment; filename="plain.xml"; filename*=UTF-8''''..%2F..%2Fevil.xml'; name = 'evil.xml' }
        @{ disposition = 'attachment; filename=".."'; name = '6000000000000001.xml' }
        @{ disposition = 'attachment; filename="folder/"'; name = '6000000000000001.xml' }
        @{ disposition = 'attachment; filename="NUL.xml"'; name = '6000000000000001.xml' }
        @{ disposition = 'attachment; filename="a:b|c?.xml"'; name = 'a_b_c_.xml' }
        @{ disposition = 'attachment; filename*=UTF-8''''a%1B%5B31m.xml'; name = $null }
        @{ disposition = 'attachment'; name = '6000000000000001.xml' }
        @{ disposition = 'nonsense;;='; name = '6000000000000001.xml' }
        @{ disposition = ''; name = '6000000000000001.xml' }
    ) {
        New-Run 100 ($disposition -replace "''''", "''")
        $file = Save-AlmaJobFile 6000000000000001 $folder
        $file.DirectoryName | Should -Be $folder
        $file.Name | Should -Not -Match '[\x00-\x1f]'
        if ($name) { $file.Name | Should -BeExactly $name }
        Get-FileName | Should -Be $file.Name
    }

    It 'creates the folder if it does not exist' {
        $file = '1000000000000201' | Save-AlmaJobFile -Path (Join-Path $folder new folder)
        $file.DirectoryName | Should -Be (Join-Path $folder new folder)
        @(Get-ChildItem $file.DirectoryName -Force).Name | Should -Be $file.Name
    }

    It 'takes no input and sends no request if it cannot save files to <what>' -ForEach @(
        @{ what = 'the folder'; path = 'file' }
        @{ what = 'a folder that it would have to create'; path = 'file/new' }
        @{ what = 'another provider'; path = 'env:' }
    ) {
        $null = New-Item (Join-Path $folder file)
        $target = if ($path -eq 'env:') { $path } else { Join-Path $folder $path }
        $taken = [Collections.Generic.List[string]]::new()
        $failure = Get-TerminatingError { & { $taken.Add('1'); '1000000000000201' } | Save-AlmaJobFile -Path $target }
        $failure.FullyQualifiedErrorId | Should -Be 'WriteFailed,JobStatus.Commands.SaveAlmaJobFileCommand'
        $failure.CategoryInfo.Category | Should -Be WriteError
        $taken | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'does not create the folder with -WhatIf' {
        1000000000000201 | Save-AlmaJobFile -Path (Join-Path $folder new) -WhatIf | Should -BeNullOrEmpty
        Join-Path $folder new | Should -Not -Exist
    }

    It 'writes FileExists if a folder has the name of the file, even with -Force' {
        $null = New-Item (Join-Path $folder 1000000000000201_TOTAL_RECORDS_IMPORTED.xml) -ItemType Directory
        Save-AlmaJobFile 1000000000000201 $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        Get-FileName | Should -BeNullOrEmpty
    }

    It 'writes WriteFailed if the folder is read-only' {
        if ($IsWindows -or [Environment]::UserName -eq 'root') {
            Set-ItResult -Skipped -Because 'this user can write to read-only folders'
        }

        [IO.File]::SetUnixFileMode($folder, 'UserRead, UserExecute')
        try {
            (Get-TerminatingError { Save-AlmaJobFile 1000000000000201 $folder }).FullyQualifiedErrorId | Should -BeLike 'WriteFailed,*'
        }
        finally { [IO.File]::SetUnixFileMode($folder, 'UserRead, UserWrite, UserExecute') }
    }

    It 'leaves no file after a download that is <what>' -ForEach @(
        @{ what = 'truncated'; fault = @{ kind = 'truncate' } }
        @{ what = 'reset immediately'; fault = @{ kind = 'reset' } }
        @{ what = 'reset after some data'; fault = @{ kind = 'reset'; afterBytes = 100000 } }
        @{ what = 'refused'; fault = @{ kind = 'status'; status = 500 } }
    ) {
        New-Run 200000
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -MaximumRetryCount 0
        $null = Add-SandboxFault ($fault + @{ path = '*/download'; count = -1 })
        Save-AlmaJobFile 6000000000000001 $folder -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.SaveAlmaJobFileCommand'
        Get-FileName | Should -BeNullOrEmpty
    }

    It 'saves no <what>' -ForEach @(
        @{ what = 'page after blank lines'; body = "`n`n<!-- x -->`n<head><title>Sign in</title></head>"; text = '*HTML page*' }
        @{ what = 'storage error'; body = '<Error><Code>NoSuchKey</Code><Message>None.</Message></Error>'; text = '*NoSuchKey: None.*' }
        @{ what = 'error of a gateway'; body = '{"message":"Forbidden"}'; text = '*Forbidden*' }
    ) {
        $null = Add-SandboxFault @{ path = '*/download'; kind = 'status'; status = 200; body = $body; contentType = 'text/plain' }
        Save-AlmaJobFile 1000000000000201 $folder -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.SaveAlmaJobFileCommand'
        "$failure" | Should -BeLike $text
        Get-FileName | Should -BeNullOrEmpty
    }

    It 'keeps the existing file if the download that replaces it fails' {
        New-Run 200000
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -MaximumRetryCount 0
        Set-Content -LiteralPath (Join-Path $folder 6000000000000001_TOTAL_RECORDS_IMPORTED.xml) mine -NoNewline
        $null = Add-SandboxFault @{ path = '*/download'; kind = 'truncate' }
        Save-AlmaJobFile 6000000000000001 $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        Get-FileName | Should -HaveCount 1
        Get-Content -LiteralPath (Join-Path $folder 6000000000000001_TOTAL_RECORDS_IMPORTED.xml) -Raw | Should -Be mine
    }

    It 'retries a truncated download and saves the whole file' {
        New-Run 200000
        $null = Add-SandboxFault @{ path = '*/download'; kind = 'truncate' }
        (Save-AlmaJobFile 6000000000000001 $folder).Length | Should -Be 200000
        @(Get-SandboxRequest '*/download') | Should -HaveCount 2
        Get-FileName | Should -HaveCount 1
    }

    It 'leaves no file if the pipeline is stopped during the download' {
        New-Run 8000000000
        $shell = [powershell]::Create()
        try {
            $script = 'param($folder) Import-Module $env:JOBSTATUS_TEST_MODULE; Save-AlmaJobFile 6000000000000001 $folder'
            $null = $shell.AddScript($script).AddArgument($folder)
            $running = $shell.BeginInvoke()
            for ($try = 0; $try -lt 200 -and -not (Get-FileName); $try++) { Start-Sleep -Milliseconds 25 }
            Get-FileName | Should -HaveCount 1
            $shell.Stop()
            $running.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
        Wait-SandboxRequest '*/download' { $_.ended } | Should -HaveCount 1
        for ($try = 0; $try -lt 200 -and (Get-FileName); $try++) { Start-Sleep -Milliseconds 25 }
        Get-FileName | Should -BeNullOrEmpty
    }

    It 'saves each file once if two processes save the same files at the same time without -Force' {
        $ids = 1..40 | ForEach-Object { "60000000000001$($_.ToString('00'))" }
        foreach ($id in $ids) {
            $null = New-SandboxJob @{ service = 'alma'; id = $id; jobId = 'M202'; durationSeconds = 0; fileBytes = 20000 }
        }
        $ready = (New-Item (Join-Path $outer ready) -ItemType Directory).FullName
        $processes = 1, 2 | ForEach-Object {
            Start-Job -ArgumentList $env:JOBSTATUS_TEST_MODULE, $ids, $folder, $ready, $_ {
                param($module, $ids, $folder, $ready, $number)
                Import-Module $module
                $null = New-Item (Join-Path $ready $number)
                while (@(Get-ChildItem -LiteralPath $ready).Count -lt 2) { [Threading.Thread]::Yield() }
                $files = @(foreach ($id in $ids) { Save-AlmaJobFile $id $folder -ErrorAction SilentlyContinue -ErrorVariable +failure })
                [pscustomobject] @{ Saved = @($files | ForEach-Object Name); Failed = @($failure | ForEach-Object FullyQualifiedErrorId) }
            }
        }
        $results = $processes | Receive-Job -Wait -AutoRemoveJob
        $names = $ids | ForEach-Object { "${_}_TOTAL_RECORDS_IMPORTED.xml" }
        $results.Saved | Sort-Object | Should -Be $names
        $results.Failed | Should -HaveCount 40
        $results.Failed | Should -Be (@('FileExists,JobStatus.Commands.SaveAlmaJobFileCommand') * 40)
        $saved = Get-ChildItem -LiteralPath $folder -Force
        $saved.Name | Sort-Object | Should -Be $names
        $saved | ForEach-Object Length | Sort-Object -Unique | Should -Be 20000
    }

    It 'writes one error for each instance that is unknown, malformed or missing, and saves the files of the others' {
        $files = '999', '../1', $null, '', '1000000000000201' |
            Save-AlmaJobFile -Path $folder -ErrorAction SilentlyContinue -ErrorVariable failure
        $files | Should -HaveCount 1
        $failure | Should -HaveCount 4
        Get-FileName | Should -HaveCount 1
    }

    It 'saves nothing and sends no request with -WhatIf' {
        Save-AlmaJobFile 1000000000000201 $folder -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
        Get-FileName | Should -BeNullOrEmpty
    }
}
