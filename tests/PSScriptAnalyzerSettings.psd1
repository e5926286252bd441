# What PSScriptAnalyzer looks for in the tests, which are written for Pester and PowerShell 7.
@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # They do not see across script blocks: what BeforeAll sets is used in It, and a block for elsewhere has $env: too.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
        'PSUseUsingScopeModifierInNewRunspaces'

        # What others should not do is what tests try: made-up keys as text, plain http to this machine, stand-ins for cmdlets.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        'PSAvoidUsingAllowUnencryptedAuthentication'
        'PSAvoidUsingInvokeExpression'
        'PSAvoidUsingWriteHost'
        'PSAvoidGlobalVars'
        'PSAvoidOverwritingBuiltInCmdlets'
        'PSUseProcessBlockForPipelineCommand'

        # They are about functions that others call. Those here serve one file: Join-Path a b c, New-SandboxJob, SeenErrors.
        'PSAvoidUsingPositionalParameters'
        'PSUseShouldProcessForStateChangingFunctions'
        'PSUseSingularNouns'
        'PSProvideCommentHelp'

        # PowerShell 7 reads UTF-8 without a byte order mark.
        'PSUseBOMForUnicodeEncodedFile'
    )
    Rules               = @{
        PSUseCompatibleSyntax     = @{ Enable = $true; TargetVersions = @('7.4') }
        # The alias that a test is about, and the function of another whose name looks like one.
        PSAvoidUsingCmdletAliases = @{ AllowList = @('wjb', 'Content') }
    }
}
