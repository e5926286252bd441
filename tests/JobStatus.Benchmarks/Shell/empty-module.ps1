# Creates a module with one empty cmdlet, a format file with one view, and a types file with one type.
param([string] $Folder)

$ErrorActionPreference = 'Stop'
Add-Type -OutputAssembly (Join-Path $Folder Empty.dll) -TypeDefinition @'
using System.Management.Automation;
[Cmdlet("Get", "Empty")]
public sealed class GetEmptyCommand : PSCmdlet { }
'@
Set-Content (Join-Path $Folder Empty.psd1) @'
@{
    RootModule = 'Empty.dll'
    ModuleVersion = '1.0.0'
    FormatsToProcess = @('Empty.Format.ps1xml')
    TypesToProcess = @('Empty.Types.ps1xml')
    CmdletsToExport = @('Get-Empty')
    FunctionsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
}
'@
Set-Content (Join-Path $Folder Empty.Format.ps1xml) @'
<Configuration><ViewDefinitions><View>
  <Name>Empty</Name>
  <ViewSelectedBy><TypeName>Empty</TypeName></ViewSelectedBy>
  <TableControl>
    <TableHeaders><TableColumnHeader><Label>Name</Label></TableColumnHeader></TableHeaders>
    <TableRowEntries><TableRowEntry><TableColumnItems>
      <TableColumnItem><PropertyName>Name</PropertyName></TableColumnItem>
    </TableColumnItems></TableRowEntry></TableRowEntries>
  </TableControl>
</View></ViewDefinitions></Configuration>
'@
Set-Content (Join-Path $Folder Empty.Types.ps1xml) @'
<Types><Type>
  <Name>Empty</Name>
  <Members><NoteProperty><Name>Kind</Name><Value>Empty</Value></NoteProperty></Members>
</Type></Types>
'@
