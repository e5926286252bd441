using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using JobStatus.Services.Json;

namespace JobStatus.Services.Http;

/// <summary>The forms of the JSON errors that Alteryx and Xplenty document. Each form consists of the names of all members.</summary>
internal static class ErrorForms
{
    private const string FieldErrors = "modelState";

    private static readonly string[][] Forms =
    [
        ["message"],
        ["error_message"],
        ["error"],
        ["error", "error_description"],
        ["message", FieldErrors],
        ["data", "exceptionName", "innerExceptionMessage", "message"],
    ];

    // The error of a gateway in front of a service often has only a message, too. Its text says nothing about a key.
    private static readonly Regex GatewayText = new(
        @"^\s*(?:forbidden|unauthorized|access denied|missing authentication token|no api key found in request|"
            + @"user is not authorized to access this resource.*|.*\bkey=value pair\b.*"
            + @"|.*\b(?:firewall|waf|blocked|proxy|gateway|ip address|security policy)\b.*)[\s.!]*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>Returns true if a response has the form of an error.</summary>
    /// <param name="response">The response, of which nothing has been read yet.</param>
    /// <param name="isJsonFile">True if the requested data is a JSON file, which can also consist of a single message.</param>
    public static bool IsError(ResponseObject response, bool isJsonFile = false)
    {
        IReadOnlyDictionary<string, object?> members = response.AdditionalData;
        return Forms.Any(form => form.Length == members.Count && form.All(members.ContainsKey))
            && members.All(static member => member.Value is null or string || member.Key == FieldErrors)
            && !(isJsonFile && members.Count == 1);
    }

    /// <summary>
    /// Returns true if a response has the form of an error, and its text does not show that it comes from a gateway.
    /// </summary>
    /// <param name="response">The response, of which nothing has been read yet.</param>
    public static bool IsErrorOfService(ResponseObject response) =>
        IsError(response) && !(response.AdditionalData is { Count: 1 } single && IsGatewayText(single.Values.First() as string));

    /// <summary>Returns true if a text is the error of a gateway.</summary>
    public static bool IsGatewayText(string? text) => string.IsNullOrWhiteSpace(text) || GatewayText.IsMatch(text!);
}
