# Checks that the cmdlets, their pages in docs/en-US and the output of Get-Help agree with each other.
BeforeDiscovery {
    $exported = (Import-Module $env:JOBSTATUS_TEST_MODULE -Force -PassThru).ExportedCmdlets.Values
    $cmdlets = $exported | ForEach-Object { @{ name = $_.Name } }
    $topics = 'about_JobStatus', 'about_JobStatus_Connections', 'about_JobStatus_Waiting', 'about_JobStatus_Sandbox'
}

BeforeAll {
    $module = Import-Module $env:JOBSTATUS_TEST_MODULE -Force -PassThru
    Import-Module (Join-Path $PSScriptRoot HelpPage.psm1) -Force
    $repository = Resolve-Path (Join-Path $PSScriptRoot .. .. ..)
    $shipped = Get-ShippedHelp
    $common = [Management.Automation.PSCmdlet]::CommonParameters
    $hosts = @{ Alma = 'developers.exlibrisgroup.com'; Xplenty = 'www.integrate.io|github.com/xplenty'; Alteryx = 'help.alteryx.com' }

    # The default values of the wait options.
    $flags = [Reflection.BindingFlags] 'Public, NonPublic, Static'
    $waitParameters = [JobStatus.Commands.WaitJobCommand].Assembly.GetType('JobStatus.Commands.WaitParameters')
    $options = $waitParameters.GetMethod('ToOptions', $flags).Invoke($null, @($false, $null, $false, $null, $null, $null, 'job', $null, $null))
    $defaultsOfWaits = @{
        Timeout         = if ($null -eq $options.Timeout) { '-1' } else { "$($options.Timeout.TotalSeconds)" }
        MinimumInterval = "$($options.MinimumInterval.TotalSeconds)"
        MaximumInterval = "$($options.MaximumInterval.TotalSeconds)"
    }

    # The parameters of a cmdlet, without the common parameters.
    function Get-OwnParameter($Cmdlet) { $Cmdlet.Parameters.Values | Where-Object Name -NotIn $common | Sort-Object Name }

    function Test-CommonParameter($Cmdlet, [string] $Parameter) { $null -eq $Cmdlet.ImplementingType.GetProperty($Parameter) }

    # The default value of a parameter, which is the initial value of its property.
    function Get-DefaultText($Cmdlet, $Parameter) {
        if ($Parameter.SwitchParameter) { return 'False' }
        if (Test-CommonParameter $Cmdlet $Parameter.Name) { return @{ First = 'None'; Skip = '0' }[$Parameter.Name] }
        if ($Cmdlet.Verb -in 'Wait', 'Watch' -and $defaultsOfWaits.ContainsKey($Parameter.Name)) { return $defaultsOfWaits[$Parameter.Name] }
        $value = $Cmdlet.ImplementingType.GetProperty($Parameter.Name).GetValue($Cmdlet.ImplementingType::new())
        $isMandatory = @($Parameter.ParameterSets.Values).Where{ $_.IsMandatory }
        if ($isMandatory -or $value -is [Collections.IDictionary] -or "$value" -eq '') { 'None' } else { "$value" }
    }

    function Get-AcceptedValue($Parameter) {
        $type = [Nullable]::GetUnderlyingType($Parameter.ParameterType) ?? $Parameter.ParameterType
        $set = @($Parameter.Attributes | Where-Object { $_ -is [ValidateSet] } | ForEach-Object ValidValues)
        if ($set -or -not $type.IsEnum) { return $set }
        [enum]::GetNames($type)
    }

    function Test-Wildcard($Parameter) { [bool]@($Parameter.Attributes).Where{ $_ -is [SupportsWildcards] } }

    function Get-PositionText([int] $Position) { if ($Position -lt 0) { 'named' } else { "$Position" } }

    # The pipeline input as Get-Help shows it, such as "True (ByValue, ByPropertyName)".
    function Get-PipelineText($Sets) {
        $ways = @(
            if (@($Sets).Where{ $_.ValueFromPipeline }) { 'ByValue' }
            if (@($Sets).Where{ $_.ValueFromPipelineByPropertyName }) { 'ByPropertyName' }
        )
        if ($ways) { "True ($($ways -join ', '))" } else { 'False' }
    }

    # The parameters that the syntax of a parameter set shows.
    function Get-ShownParameter($Set) { $Set.Parameters | Where-Object { $_.Name -notin $common } }

    # The syntax of a parameter set, created from the parameters in the help.
    function Get-SyntaxText($Item) {
        $parts = foreach ($parameter in @($Item.SelectNodes("*[local-name()='parameter']"))) {
            $value = $parameter.SelectSingleNode("*[local-name()='parameterValue']")
            $type = if ($value) { " <$($value.InnerText)>" }
            $name = if ($parameter.position -eq 'named') { "-$($parameter.name)" } else { "[-$($parameter.name)]" }
            if ($parameter.required -eq 'true') { "$name$type" } else { "[$name$type]" }
        }
        (@($parts) + '[<CommonParameters>]') -join ' '
    }

    function Get-AliasText($Parameter) { if ($Parameter.Aliases) { @($Parameter.Aliases | Sort-Object) -join ', ' } else { 'none' } }

    # The aliases of a parameter in the help, in the same order.
    function Get-HelpAliasText($Parameter) { ($Parameter.aliases -split ', ' | Sort-Object) -join ', ' }

    # One line of text with the names and values of several fields.
    function Format-Field([Collections.Specialized.OrderedDictionary] $Fields) {
        @(foreach ($field in $Fields.GetEnumerator()) { "$($field.Key)=$($field.Value)" }) -join ' '
    }
}

AfterAll {
    $count = @($shipped.Values | ForEach-Object { $_.parameters.parameter }).Count
    $examples = @($shipped.Values | ForEach-Object { $_.examples.example }).Count
    Write-Host "figures: $($shipped.Count) cmdlets, $count parameters, $examples examples."
}

Describe 'The help' {
    It 'has a page for each cmdlet, and no other page' {
        Get-HelpPageName | Should -Be ($module.ExportedCmdlets.Keys | Sort-Object)
    }

    It 'contains each cmdlet, and no other cmdlet' {
        $shipped.Keys | Sort-Object | Should -Be ($module.ExportedCmdlets.Keys | Sort-Object)
    }

    It 'is the same in the built module and in the repository' {
        foreach ($file in Get-ChildItem (Join-Path $repository en-US)) {
            Get-Content -LiteralPath (Join-Path $env:JOBSTATUS_TEST_MODULE en-US $file.Name) -Raw |
                Should -BeExactly (Get-Content -LiteralPath $file -Raw) -Because $file.Name
        }
    }

    It 'has the same text for a parameter that several cmdlets share' {
        $texts = foreach ($name in $module.ExportedCmdlets.Keys) {
            foreach ($parameter in (Get-HelpPage $name).Parameters.GetEnumerator()) {
                $property = $module.ExportedCmdlets[$name].ImplementingType.GetProperty($parameter.Key)
                [pscustomobject]@{
                    Parameter = "$(if ($property) { $property.DeclaringType.Name } else { 'PowerShell' }) -$($parameter.Key)"
                    Text = $parameter.Value.Text
                }
            }
        }
        $texts.Count | Should -BeGreaterThan 150
        foreach ($same in $texts | Group-Object Parameter) {
            @($same.Group.Text | Sort-Object -Unique) | Should -HaveCount 1 -Because $same.Name
        }
    }

    It 'is at the address of the project' {
        $project = (Test-ModuleManifest (Join-Path $env:JOBSTATUS_TEST_MODULE JobStatus.psd1)).ProjectUri
        if ($project) {
            foreach ($cmdlet in $module.ExportedCmdlets.Values) {
                $cmdlet.HelpUri | Should -BeLike "$($project.ToString().TrimEnd('/'))/*"
            }
        }
    }
}

Describe 'The topic <_>' -ForEach $topics {
    It 'is found by Get-Help, and fits in 80 columns' {
        $text = Get-Help $_ | Out-String -Width 500
        $text | Should -Match "(?m)^TOPIC\r?$"
        foreach ($heading in 'SHORT DESCRIPTION', 'LONG DESCRIPTION', 'SEE ALSO') { $text | Should -Match "(?m)^$heading\r?$" }
        foreach ($line in Get-Content (Join-Path $repository en-US "$_.help.txt")) {
            $line.Length | Should -BeLessOrEqual 80 -Because $line
        }
    }
}

Describe 'The help of <name>' -ForEach $cmdlets {
    BeforeAll {
        $cmdlet = $module.ExportedCmdlets[$name]
        $page = Get-HelpPage $name
        $help = $shipped[$name]
    }

    It 'has a page with the parameters of the code' {
        $inCode = foreach ($parameter in Get-OwnParameter $cmdlet) {
            $sets = foreach ($set in $parameter.ParameterSets.GetEnumerator() | Sort-Object Key) {
                $in = $set.Value
                $values = @(
                    Get-PositionText $in.Position
                    $in.IsMandatory, $in.ValueFromPipeline, $in.ValueFromPipelineByPropertyName, $in.ValueFromRemainingArguments
                )
                "$($set.Key -replace '^__AllParameterSets$', '(All)')=$($values -join '/')"
            }
            Format-Field ([ordered]@{
                    name = $parameter.Name; type = $parameter.ParameterType.ToString(); default = Get-DefaultText $cmdlet $parameter
                    wildcards = Test-Wildcard $parameter; aliases = @($parameter.Aliases | Sort-Object)
                    accepts = Get-AcceptedValue $parameter; sets = $sets
                })
        }
        $inPage = foreach ($parameter in $page.Parameters.GetEnumerator() | Sort-Object Key) {
            $is = $parameter.Value
            $sets = foreach ($set in $is.Sets.GetEnumerator() | Sort-Object Key) {
                $in = $set.Value
                $values = @(
                    $in.Position, $in.IsRequired
                    $in.ValueFromPipeline, $in.ValueFromPipelineByPropertyName, $in.ValueFromRemainingArguments
                )
                "$($set.Key)=$($values -join '/')"
            }
            Format-Field ([ordered]@{
                    name = $parameter.Key; type = $is.Type; default = $is.DefaultValue; wildcards = $is.SupportsWildcards
                    aliases = @($is.Aliases | Sort-Object); accepts = $is.AcceptedValues; sets = $sets
                })
        }
        "$($inPage -join "`n")" | Should -Be "$($inCode -join "`n")"
    }

    It 'has a page with the syntax of the code' {
        $inCode = foreach ($set in $cmdlet.ParameterSets) {
            "$($set.Name)$(if ($set.IsDefault) { ' (Default)' }): $name $set" -replace '\s+', ' '
        }
        $inPage = foreach ($set in $page.Syntax.GetEnumerator()) {
            "$($set.Key -replace '^__AllParameterSets', '__AllParameterSets'): $($set.Value.Trim('`', "`n"))" -replace '\s+', ' '
        }
        ($inPage | Sort-Object) -join "`n" | Should -Be (($inCode | Sort-Object) -join "`n")
    }

    It 'shows the parameters of the code' {
        $inCode = foreach ($parameter in Get-OwnParameter $cmdlet) {
            $sets = @($parameter.ParameterSets.Values)
            $positions = @($sets | ForEach-Object { Get-PositionText $_.Position } | Sort-Object -Unique)
            $position = if ($positions.Count -eq 1) { $positions[0] } else { 'named' }
            Format-Field ([ordered]@{
                    name = $parameter.Name; type = $parameter.ParameterType.ToString()
                    required = -not $sets.Where{ -not $_.IsMandatory }; position = $position; pipeline = Get-PipelineText $sets
                    default = Get-DefaultText $cmdlet $parameter; wildcards = Test-Wildcard $parameter; aliases = Get-AliasText $parameter
                })
        }
        $inHelp = foreach ($parameter in @($help.SelectNodes("*[local-name()='parameters']/*")) | Sort-Object { $_.name }) {
            Format-Field ([ordered]@{
                    name = $parameter.name; type = $parameter.type.name; required = $parameter.required; position = $parameter.position
                    pipeline = $parameter.pipelineInput; default = $parameter.defaultValue; wildcards = $parameter.globbing
                    aliases = Get-HelpAliasText $parameter
                })
        }
        "$($inHelp -join "`n")" | Should -Be "$($inCode -join "`n")"
    }

    It 'shows the syntax of the code' {
        $inCode = foreach ($set in $cmdlet.ParameterSets) {
            $parameters = foreach ($parameter in Get-ShownParameter $set | Sort-Object Name) {
                $values = @(
                    Get-PositionText $parameter.Position
                    Get-PipelineText $parameter
                    Test-Wildcard $parameter
                    Get-AliasText $parameter
                )
                "$($parameter.Name)=$($values -join '/')"
            }
            "$set | $parameters"
        }
        $inHelp = foreach ($item in @($help.SelectNodes("*[local-name()='syntax']/*"))) {
            $parameters = foreach ($parameter in @($item.SelectNodes("*[local-name()='parameter']")) | Sort-Object { $_.name }) {
                $values = $parameter.position, $parameter.pipelineInput, $parameter.globbing, (Get-HelpAliasText $parameter)
                "$($parameter.name)=$($values -join '/')"
            }
            "$(Get-SyntaxText $item) | $parameters"
        }
        ($inHelp | Sort-Object) -join "`n" | Should -Be (($inCode | Sort-Object) -join "`n")
    }

    It 'names the input and output types' {
        $takes = @(
            $cmdlet.Parameters.Values |
                Where-Object { @($_.ParameterSets.Values).Where{ $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName } } |
                    ForEach-Object { $_.ParameterType.ToString() } | Sort-Object -Unique
        )
        @($page.Inputs.Keys | Sort-Object) | Should -Be $(if ($takes) { $takes } else { 'None' })
        @($page.Outputs.Keys | Sort-Object) | Should -Be @($cmdlet.OutputType.Name | Sort-Object -Unique)
    }

    It 'shows the text of the page' {
        function Join-Paragraph($Node) { @(foreach ($paragraph in @($Node)) { $paragraph }) -join ' ' }
        function Get-PartText($Name) {
            foreach ($part in $page[$Name].GetEnumerator()) { "$($part.Key): $(ConvertTo-PlainText $part.Value)" }
        }
        ConvertTo-PlainText (Join-Paragraph $help.details.description.para) |
            Should -BeExactly (ConvertTo-PlainText $page.Sections.SYNOPSIS)
        ConvertTo-PlainText (Join-Paragraph $help.description.para) | Should -BeExactly (ConvertTo-PlainText $page.Sections.DESCRIPTION)
        ConvertTo-PlainText (Join-Paragraph $help.alertSet.alert.para) | Should -BeExactly (ConvertTo-PlainText $page.Sections.NOTES)
        foreach ($parameter in @($help.SelectNodes("*[local-name()='parameters']/*"))) {
            ConvertTo-PlainText (Join-Paragraph $parameter.description.para) |
                Should -BeExactly (ConvertTo-PlainText $page.Parameters[$parameter.name].Text) -Because $parameter.name
        }
        @(foreach ($type in $help.inputTypes.inputType) { "$($type.type.name): $(Join-Paragraph $type.description.para)" }) |
            Should -Be @(Get-PartText Inputs)
        @(foreach ($type in $help.returnValues.returnValue) { "$($type.type.name): $(Join-Paragraph $type.description.para)" }) |
            Should -Be @(Get-PartText Outputs)
        $shown = @($help.examples.example)
        $shown.Count | Should -Be $page.Examples.Count
        for ($i = 0; $i -lt $shown.Count; $i++) {
            $shown[$i].title.Trim('- ') | Should -BeExactly $page.Examples[$i].Title
            "$($shown[$i].code)".Replace("`r`n", "`n") | Should -BeExactly $page.Examples[$i].Fences
            ConvertTo-PlainText (Join-Paragraph $shown[$i].remarks.para) | Should -BeExactly (ConvertTo-PlainText $page.Examples[$i].Text)
        }
        $links = @(
            [regex]::Matches($page.Sections.'RELATED LINKS', '\[(?<text>[^\]]+)\]\((?<uri>[^)]+)\)') |
                ForEach-Object {
                    "$($_.Groups['text'].Value) $(if ($_.Groups['uri'].Value -match '^https:') { $_.Groups['uri'].Value })".Trim()
                }
        )
        @($help.relatedLinks.navigationLink | Select-Object -Skip 1 | ForEach-Object { "$($_.linkText) $($_.uri)".Trim() }) |
            Should -Be $links
    }

    It 'has no missing section and no placeholder' {
        $page.Text | Should -Not -Match '\{\{'
        foreach ($section in 'SYNOPSIS', 'DESCRIPTION', 'EXAMPLES', 'INPUTS', 'OUTPUTS', 'NOTES', 'RELATED LINKS') {
            $page.Sections[$section] | Should -Not -BeNullOrEmpty -Because $section
        }
        foreach ($parameter in $page.Parameters.GetEnumerator()) {
            $parameter.Value.Text | Should -Match '\w.*\.$' -Because $parameter.Key
        }
        foreach ($part in @($page.Inputs.GetEnumerator()) + @($page.Outputs.GetEnumerator())) {
            $part.Value | Should -Match '\w.*\.$' -Because $part.Key
        }
        $page.Examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $page.Examples) {
            $example.Code | Should -Not -BeNullOrEmpty -Because $example.Title
            foreach ($line in $example.Code -split '\n') {
                $line.Length | Should -BeLessOrEqual 76 -Because "this line does not fit in a terminal with 80 columns: $line"
            }
        }
    }

    It 'links to the service, to existing cmdlets and topics, and to its own page' {
        $links = $page.Sections.'RELATED LINKS'
        foreach ($service in $hosts.Keys | Where-Object { $cmdlet.Noun.StartsWith($_) }) {
            $links | Should -Match "https://($($hosts[$service]))"
        }
        foreach ($link in [regex]::Matches($links, '\[(?<text>[^\]]+)\]\((?<uri>[^):]+)\)')) {
            Join-Path $repository docs en-US $link.Groups['uri'].Value | Should -Exist
        }
        $cmdlet.HelpUri | Should -BeLike "https://*/docs/en-US/$name.md"
        $page.Front.HelpUri | Should -BeExactly $cmdlet.HelpUri
        @($help.relatedLinks.navigationLink)[0].uri | Should -BeExactly $cmdlet.HelpUri
        $page.Front.'external help file' | Should -BeExactly JobStatus.dll-Help.xml
    }

    It 'is what Get-Help returns' {
        $given = Get-Help $name -Full
        $given.Synopsis | Should -BeExactly (ConvertTo-PlainText $page.Sections.SYNOPSIS)
        $full = $given | Out-String -Width 300
        $full | Should -Match 'NOTES'
        $full | Should -Match ([regex]::Escape($cmdlet.HelpUri))
        Get-Help $name -Examples | Out-String -Width 300 | Should -Match ([regex]::Escape(($page.Examples[-1].Code -split '\n')[0]))
        $parameters = if ($page.Parameters.Count) { Get-Help $name -Parameter * } else { @() }
        @($parameters.name | Sort-Object) | Should -Be @($page.Parameters.Keys | Sort-Object)
        foreach ($parameter in $parameters) { "$($parameter.description.Text)" | Should -Not -BeNullOrEmpty -Because $parameter.name }
    }
}
