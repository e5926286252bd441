# Runs a script in a PowerShell process of its own.
Set-StrictMode -Version Latest

# Runs a script in a new process of the same PowerShell and returns the lines that it wrote, errors last. The process
# inherits the environment variables of this one. This works for an installed pwsh, for the .NET tool on PATH, and for
# 'dotnet tool run pwsh', where the running process is dotnet.
function Invoke-FreshPowerShell {
    param(
        [Parameter(Mandatory)] [scriptblock] $Script,
        [hashtable] $Environment = @{},
        [string[]] $Argument = @(),
        [int] $Seconds = 180
    )

    $self = (Get-Process -Id $PID).Path
    $start = [Diagnostics.ProcessStartInfo]::new($self)
    if ([IO.Path]::GetFileNameWithoutExtension($self) -eq 'dotnet') {
        $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll))
    }
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("$Script"))
    $options = '-NoLogo', '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text'
    foreach ($part in $options + $Argument + @('-EncodedCommand', $encoded)) { $start.ArgumentList.Add($part) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.Environment['NO_COLOR'] = '1'
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($start)
    try {
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit($Seconds * 1000)) { throw "The script did not finish within $Seconds seconds: $Script" }
        ($output.GetAwaiter().GetResult() + $errors.GetAwaiter().GetResult()) -split '\r?\n' | Where-Object { $_ }
    }
    finally {
        if (-not $process.HasExited) { $process.Kill($true) }
        $process.Dispose()
    }
}

Export-ModuleMember -Function Invoke-FreshPowerShell
