namespace JobStatus.Sandbox.Alteryx;

/// <summary>The ways in which Alteryx Server accepts a client id and secret in a token request.</summary>
public enum ClientAuthentication
{
    /// <summary>Both ways.</summary>
    Any,

    /// <summary>Only as <c>client_id</c> and <c>client_secret</c> in the form body.</summary>
    Body,

    /// <summary>Only with HTTP Basic authentication.</summary>
    Basic,
}
