# What PSScriptAnalyzer looks for in the scripts that people run or copy, and in the manifest. Editors find this file by
# its name; ./build.ps1 Analyze uses it. The tests have settings of their own, in tests.
@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # It does not see a parameter that only a script block uses.
        'PSReviewUnusedParameter'
        # They are about functions that others call. Those here serve their script alone.
        'PSAvoidUsingPositionalParameters'
        'PSUseShouldProcessForStateChangingFunctions'
    )
    Rules               = @{
        # Everything here runs in Windows PowerShell 5.1 too.
        PSUseCompatibleSyntax                     = @{ Enable = $true; TargetVersions = @('5.1', '7.4') }

        # One way to write.
        PSAvoidSemicolonsAsLineTerminators        = @{ Enable = $true }
        PSAvoidUsingDoubleQuotesForConstantString = @{ Enable = $true }
        PSPlaceOpenBrace                          = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSPlaceCloseBrace                         = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true; NoEmptyLineBefore = $true }
        PSUseConsistentIndentation                = @{ Enable = $true; Kind = 'space'; IndentationSize = 4; PipelineIndentation = 'IncreaseIndentationForFirstPipeline' }
        PSUseConsistentWhitespace                 = @{ Enable = $true; IgnoreAssignmentOperatorInsideHashTable = $true }
    }
}
