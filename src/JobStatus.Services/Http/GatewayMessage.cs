using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using JobStatus.Services.Json;

namespace JobStatus.Services.Http;

/// <summary>Finds the message in an error that does not have the form of the service, such as one of a gateway in front of it.</summary>
internal static class GatewayMessage
{
    private static readonly Regex Title = new(
        "<title[^>]*>([^<]{1,300})</title", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly string[] Names = ["message", "detail", "title", "error", "errors"];

    /// <summary>Returns the title of a web page or the message in JSON, or null if there is none.</summary>
    /// <param name="body">The body in UTF-8.</param>
    public static string? Find(byte[] body)
    {
        if (HtmlPage.IsPage(body))
        {
            Match title = Title.Match(Encoding.UTF8.GetString(body));
            return title.Success ? WebUtility.HtmlDecode(title.Groups[1].Value) : null;
        }

        using ResponseTree? tree = ResponseTree.TryParse(body);
        return tree is null ? null
            : tree.Root.IsString ? tree.Root.OwnText()
            : tree.Root.IsObject ? Find(tree.Root.AdditionalData)
            : null;
    }

    private static string? Find(object? value)
    {
        if (value is not IReadOnlyDictionary<string, object?> members)
        {
            return value is string text && !string.IsNullOrWhiteSpace(text) ? text : null;
        }

        foreach (string name in Names)
        {
            foreach (KeyValuePair<string, object?> member in members)
            {
                if (string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase) && Find(member.Value) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }
}
