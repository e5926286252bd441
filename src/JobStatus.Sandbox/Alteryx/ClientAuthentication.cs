namespace JobStatus.Sandbox.Alteryx;

/// <summary>How a client may show its id and secret when it asks Alteryx Server for a token.</summary>
public enum ClientAuthentication
{
    /// <summary>Either way.</summary>
    Any,

    /// <summary>Only as <c>client_id</c> and <c>client_secret</c> in the form.</summary>
    Body,

    /// <summary>Only by HTTP Basic.</summary>
    Basic,
}
