# What PSScriptAnalyzer looks for in the tests, which run in PowerShell 7 alone and are written for Pester.
@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # A variable is set in BeforeAll and used in It; a mock has parameters that it need not use.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
        # The keys are made up, and the server is the sandbox on this machine.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        'PSAvoidUsingAllowUnencryptedAuthentication'
        # Small functions that serve one file: Join-Path a b c, New-SandboxJob, SeenErrors.
        'PSAvoidUsingPositionalParameters'
        'PSUseShouldProcessForStateChangingFunctions'
        'PSUseSingularNouns'
        'PSProvideCommentHelp'
        # PowerShell 7 reads UTF-8 without a byte order mark.
        'PSUseBOMForUnicodeEncodedFile'
    )
    Rules               = @{
        PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('7.4') }
    }
}
