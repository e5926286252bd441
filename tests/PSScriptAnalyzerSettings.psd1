# PSScriptAnalyzer settings for the tests, which are written for Pester and PowerShell 7.
@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # These rules examine each script block separately. They do not detect that It uses a variable from BeforeAll, or
        # that a script block for another process uses $env: variables.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
        'PSUseUsingScopeModifierInNewRunspaces'

        # The tests need what these rules warn about, such as fake keys in plain text, HTTP requests to the local computer
        # and mock cmdlets.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        'PSAvoidUsingAllowUnencryptedAuthentication'
        'PSAvoidUsingInvokeExpression'
        'PSAvoidUsingWriteHost'
        'PSAvoidGlobalVars'
        'PSAvoidOverwritingBuiltInCmdlets'
        'PSUseProcessBlockForPipelineCommand'

        # These rules apply to public functions. The functions in the tests are private.
        'PSAvoidUsingPositionalParameters'
        'PSUseShouldProcessForStateChangingFunctions'
        'PSUseSingularNouns'
        'PSProvideCommentHelp'

        # PowerShell 7 reads UTF-8 without a byte order mark.
        'PSUseBOMForUnicodeEncodedFile'
    )
    Rules               = @{
        PSUseCompatibleSyntax     = @{ Enable = $true; TargetVersions = @('7.4') }
        # 'wjb' is an alias that a test covers.
        PSAvoidUsingCmdletAliases = @{ AllowList = @('wjb') }
    }
}
