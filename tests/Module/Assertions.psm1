# Assertions and helpers that many Pester files use.
Set-StrictMode -Version Latest

# The terminating error of a script; $null if the script has none.
function Get-TerminatingError([scriptblock] $Script) {
    try { $null = & $Script } catch { return $_ }
}

# The results of completion at the end of a line.
function Get-Completion([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches) }

# Checks the type and the value of each expected property, and that the object has no other property except those listed.
function Assert-Property($Actual, [Collections.IDictionary] $Expected, [string[]] $Except = @()) {
    foreach ($name in $Expected.Keys) {
        if ($null -eq $Expected[$name]) {
            $null -eq $Actual.$name | Should -BeTrue -Because "$name is '$($Actual.$name)'"
        }
        else {
            Should -ActualValue $Actual.$name -BeOfType $Expected[$name].GetType() -Because $name
            Should -ActualValue $Actual.$name -BeExactly $Expected[$name] -Because $name
        }
    }
    $Actual.PSObject.Properties.Name | Where-Object { -not $Expected.Contains($_) -and $_ -notin $Except } |
        Should -BeNullOrEmpty -Because 'every property must be checked'
}

# Checks that an error contains a secret nowhere except in the command line that the user typed.
function Assert-SecretFree($ErrorRecord, [string] $Secret) {
    $ErrorRecord.Exception.ToString() | Should -Not -Match $Secret
    $shown = $ErrorRecord | Select-Object * -ExcludeProperty InvocationInfo, ScriptStackTrace | Format-List * -Force
    $shown | Out-String -Width 500 | Should -Not -Match $Secret
}

Export-ModuleMember -Function Get-TerminatingError, Get-Completion, Assert-Property, Assert-SecretFree
