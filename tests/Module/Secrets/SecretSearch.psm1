# Searches the output of cmdlets for secrets in every form.
Set-StrictMode -Version Latest

# The forms in which a secret could appear: unchanged, escaped in three ways, and in Base64 as the services accept it.
function Get-SecretForm([string] $Secret) {
    $Secret
    [uri]::EscapeDataString($Secret)
    [Net.WebUtility]::UrlEncode($Secret)
    (ConvertTo-Json $Secret -EscapeHandling EscapeHtml).Trim('"')
    foreach ($text in $Secret, "$($Secret):", ":$Secret", "sandbox-client:$Secret") {
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text))
    }
    [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Secret))
}

# Converts planted secrets to the types that the cmdlets accept.
function ConvertTo-HeldSecret([hashtable] $Canary) {
    $secure = @{}
    foreach ($name in $Canary.Keys) { $secure[$name] = ConvertTo-SecureString $Canary[$name] -AsPlainText -Force }
    @{
        Alma = $secure.Alma
        Xplenty = $secure.Xplenty
        Token = $secure.Token
        Alteryx = [pscredential]::new('sandbox-client', $secure.Alteryx)
        Proxy = [pscredential]::new('proxy-user', $secure.Proxy)
        Unsendable = ConvertTo-SecureString "$($Canary.Alma) $($Canary.Xplenty)" -AsPlainText -Force
        UnsendableCredential = [pscredential]::new('sandbox-client', (ConvertTo-SecureString "$($Canary.Alteryx) " -AsPlainText -Force))
    }
}

# The forms that a text contains.
function Find-SecretForm([string] $Text, [string[]] $Forms) {
    foreach ($form in $Forms) {
        if ($Text.Contains($form, [StringComparison]::OrdinalIgnoreCase)) { $form }
    }
}

# Everything that a user can see of the output of a command, in all views and serializations.
function Get-VisibleText($Value) {
    $items = @($Value)
    "$items"
    $items | Out-String -Width 4000
    $objects = @(
        $items |
            Where-Object {
                $_ -isnot [Management.Automation.ErrorRecord] -and $_ -isnot [Management.Automation.InformationalRecord]
            } |
            ForEach-Object {
                # The drive and the provider of a file contain the whole session, and would take hours to serialize.
                if ($_ -is [IO.FileInfo]) { [IO.FileInfo]::new($_.FullName) } else { $_ }
            }
    )
    if ($objects) {
        $objects | Format-List * -Force | Out-String -Width 4000
        ConvertTo-Json $objects -Depth 20 -WarningAction SilentlyContinue
        [Management.Automation.PSSerializer]::Serialize($objects, 6)
    }
}

# Everything that a user can see of the errors in $Error.
function Get-VisibleErrorText {
    $global:Error | Format-List * -Force | Out-String -Width 4000
    $global:Error | Get-Error | Out-String -Width 4000
    foreach ($item in $global:Error) {
        for ($exception = $item.Exception; $exception; $exception = $exception.InnerException) {
            $exception.ToString()
            $exception | Format-List * -Force | Out-String -Width 4000
        }
    }
}

Export-ModuleMember -Function Get-SecretForm, ConvertTo-HeldSecret, Find-SecretForm, Get-VisibleText, Get-VisibleErrorText
