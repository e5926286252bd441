# What several Pester files ask of errors and objects.
Set-StrictMode -Version Latest

# The error that a script ends with; $null when it ends well.
function ErrorOf([scriptblock] $Script) {
    try { $null = & $Script } catch { return $_ }
}

# What is offered at the end of a line.
function CompletionOf([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches) }

# Each property has both the type and the value that is expected, and no property was forgotten.
function AssertProperties($Actual, [Collections.IDictionary] $Expected, [string[]] $Except = @()) {
    foreach ($name in $Expected.Keys) {
        if ($null -eq $Expected[$name]) {
            $null -eq $Actual.$name | Should -BeTrue -Because "$name is '$($Actual.$name)'"
        }
        else {
            Should -ActualValue $Actual.$name -BeOfType $Expected[$name].GetType() -Because $name
            Should -ActualValue $Actual.$name -BeExactly $Expected[$name] -Because $name
        }
    }
    $Actual.PSObject.Properties.Name | Where-Object { -not $Expected.Contains($_) -and $_ -notin $Except } | Should -BeNullOrEmpty -Because 'every property is looked at'
}

# An error shows a secret nowhere but in the line that the user wrote.
function AssertSecretFree($ErrorRecord, [string] $Secret) {
    $ErrorRecord.Exception.ToString() | Should -Not -Match $Secret
    ($ErrorRecord | Select-Object * -ExcludeProperty InvocationInfo, ScriptStackTrace | Format-List * -Force | Out-String -Width 500) | Should -Not -Match $Secret
}

Export-ModuleMember -Function ErrorOf, CompletionOf, AssertProperties, AssertSecretFree
