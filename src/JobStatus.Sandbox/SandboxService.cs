namespace JobStatus.Sandbox;

/// <summary>The services that the sandbox simulates.</summary>
public enum SandboxService
{
    /// <summary>Ex Libris Alma, under <c>/almaws/v1</c>.</summary>
    Alma,

    /// <summary>Xplenty (Integrate.io ETL), under <c>/{account}/api</c>.</summary>
    Xplenty,

    /// <summary>Alteryx Server, under <c>/webapi</c>.</summary>
    Alteryx,
}
