# Empty folders in Pester's TestDrive, and the names of what cmdlets save there.
Set-StrictMode -Version Latest

# Creates an empty folder named target and returns its path. Its parent contains nothing else, so that a test can check
# that nothing was written beside it.
function New-TestFolder { (New-Item -ItemType Directory (Join-Path TestDrive: ([guid]::NewGuid()) target)).FullName }

# The names of everything in a folder, including hidden files.
function Get-FolderName([string] $Folder) { Get-ChildItem -LiteralPath $Folder -Force | ForEach-Object Name }

# Waits until a folder contains no name other than the expected ones, for 10 seconds at most, and returns its names.
function Wait-FolderName([string] $Folder, [string[]] $Expected = @()) {
    for ($try = 0; $try -lt 200; $try++) {
        $names = @(Get-ChildItem -LiteralPath $Folder -Force | ForEach-Object Name)
        if (-not ($names | Where-Object { $_ -notin $Expected })) { break }
        Start-Sleep -Milliseconds 50
    }
    $names
}

Export-ModuleMember -Function New-TestFolder, Get-FolderName, Wait-FolderName
