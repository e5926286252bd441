namespace JobStatus.Services.Alteryx;

/// <summary>A credential that workflows can run with. It contains no secret.</summary>
/// <remarks>Source: Alteryx Server API V3, "Credential Endpoints and Parameters".</remarks>
public sealed class AlteryxCredential
{
    internal AlteryxCredential(string id, string? userName)
    {
        Id = id;
        UserName = userName;
    }

    /// <summary>The id of the credential.</summary>
    public string Id { get; }

    /// <summary>The name of the user, or null if Alteryx does not report it.</summary>
    public string? UserName { get; }
}
