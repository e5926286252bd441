using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services;

/// <summary>A link that was specified instead of an id. Only its text is used: no request is sent to it.</summary>
internal sealed class ServiceLink
{
    private readonly Uri _address;

    private ServiceLink(Uri address)
    {
        _address = address;
        Segments =
            [.. (address.AbsolutePath + Route(address.Fragment))
                .Split(['/'], StringSplitOptions.RemoveEmptyEntries)
                .Select(Uri.UnescapeDataString)];
    }

    public string Host => _address.Host;

    /// <summary>The host, and the port if it is not the default.</summary>
    public string Authority => _address.Authority;

    /// <summary>The segments of the path. Web pages often have a part of their path after a number sign.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>Creates a link from a text; null if the text is not a link.</summary>
    /// <param name="text">An HTTP or HTTPS address, or a path that starts with a slash, as in Alma webhooks.</param>
    /// <param name="baseUri">The address that a path belongs to.</param>
    public static ServiceLink? TryCreate(string text, Uri baseUri)
    {
        // On Linux and macOS, a path alone would be parsed as the address of a file.
        Uri? address = text.StartsWith("/", StringComparison.Ordinal)
            ? (Uri.TryCreate(baseUri, text, out Uri? combined) ? combined : null)
            : (Uri.TryCreate(text, UriKind.Absolute, out Uri? absolute) ? absolute : null);
        return address is not null && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? new ServiceLink(address)
            : null;
    }

    /// <summary>Checks whether the link points to the server of an address. The default ports are considered equal.</summary>
    public bool HasServer(Uri address) =>
        string.Equals(Host, address.Host, StringComparison.OrdinalIgnoreCase)
        && (_address.Port == address.Port || (_address.IsDefaultPort && address.IsDefaultPort));

    /// <summary>
    /// Finds the object that the link points to. The last collection in the link counts. If the kind accepts the links to parts of
    /// its objects, one more segment can follow the id, such as in the link to the log of a job.
    /// </summary>
    /// <returns>The kind of the object and its id. If the link is not of a known kind, the kind is null.</returns>
    public (IdKind? Kind, string Id) Find(IReadOnlyList<IdKind> kinds)
    {
        for (int index = Segments.Count - 2; index >= Math.Max(0, Segments.Count - 3); index--)
        {
            string collection = Segments[index];
            if (kinds.FirstOrDefault(kind => string.Equals(kind.Collection, collection, StringComparison.OrdinalIgnoreCase)) is { } kind)
            {
                return kind.AcceptsPartLinks || index == Segments.Count - 2 ? (kind, Segments[index + 1]) : (null, string.Empty);
            }
        }

        return (null, string.Empty);
    }

    // Such as #!/jobs/1 or #/jobs/1.
    private static string Route(string fragment)
    {
        string route = fragment.TrimStart('#', '!');
        return route.StartsWith("/", StringComparison.Ordinal) ? route : string.Empty;
    }
}
