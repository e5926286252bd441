# PSScriptAnalyzer settings for the manifest and for the scripts that people run or copy. './build.ps1 Analyze' uses this
# file, and editors find it by its name. The tests have their own settings in tests/PSScriptAnalyzerSettings.psd1.
@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # This rule does not detect that a parameter is used inside a script block.
        'PSReviewUnusedParameter'
        # These rules apply to public functions. The functions in these scripts are private.
        'PSAvoidUsingPositionalParameters'
        'PSUseShouldProcessForStateChangingFunctions'
    )
    Rules               = @{
        # The syntax must also be valid in Windows PowerShell 5.1.
        PSUseCompatibleSyntax                     = @{ Enable = $true; TargetVersions = @('5.1', '7.4') }

        # The following rules enforce a consistent style.
        PSAvoidSemicolonsAsLineTerminators        = @{ Enable = $true }
        PSAvoidUsingDoubleQuotesForConstantString = @{ Enable = $true }
        PSPlaceOpenBrace                          = @{
            Enable             = $true
            OnSameLine         = $true
            NewLineAfter       = $true
            IgnoreOneLineBlock = $true
        }
        PSPlaceCloseBrace                         = @{
            Enable             = $true
            NewLineAfter       = $true
            IgnoreOneLineBlock = $true
            NoEmptyLineBefore  = $true
        }
        PSUseConsistentIndentation                = @{
            Enable              = $true
            Kind                = 'space'
            IndentationSize     = 4
            PipelineIndentation = 'IncreaseIndentationForFirstPipeline'
        }
        PSUseConsistentWhitespace                 = @{ Enable = $true; IgnoreAssignmentOperatorInsideHashTable = $true }
    }
}
