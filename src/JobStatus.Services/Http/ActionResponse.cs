using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using JobStatus.Services.Json;

namespace JobStatus.Services.Http;

/// <summary>
/// What the body of a successful response to an action means. The services document only some of these bodies, so a body is an
/// error if it states a failure, and not if it states something else.
/// </summary>
internal sealed class ActionResponse
{
    private const int MaxTextLength = 500;

    private static readonly Regex Failure = new(
        @"\b(?:not|cannot|no such|unable|fail(?:s|ed|ure)?|(?<!\b(?:no|without) )errors?|exception|denied|refused|rejected|invalid"
            + @"|forbidden|unauthorized|timed out)\b|n['’]t\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Success = new(
        @"\b(?:ok|done|success(?:ful(?:ly)?)?|succeeded|accepted|true"
            + @"|(?:cancel(?:l)?|stopp|delet|remov|add|creat|updat|enabl|disabl|queu|start)(?:ed|ing))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex SingleWord = new(@"^[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant);

    private static readonly Regex Tags = new("<[^>]*>", RegexOptions.CultureInvariant);

    private static readonly string[] SuccessFields = ["success", "isSuccess", "succeeded"];

    private static readonly string[] ErrorFields = ["errorsExist", "errors", "error", "error_message", "exceptionName", "modelState"];

    private static readonly string[] StatusFields = ["statusCode", "status"];

    /// <summary>The error that the body states, or null if it states none.</summary>
    public ServiceError? Error { get; private init; }

    /// <summary>The text of the body in one line, or null if there is none.</summary>
    public string? Text { get; private init; }

    /// <summary>The id of the object in the body, or null if there is none.</summary>
    public string? Id { get; private init; }

    /// <summary>Whether the body says that the object is enabled, or null if it does not say so.</summary>
    public bool? Enabled { get; private init; }

    /// <summary>True if the body does not show whether the action was accepted.</summary>
    public bool IsUnclear { get; private init; }

    /// <param name="body">The start of the body, in UTF-8.</param>
    /// <param name="mediaType">The media type of the body, or null.</param>
    /// <param name="parser">The parser of the errors of the service.</param>
    public static ActionResponse Read(byte[] body, string? mediaType, IErrorParser parser)
    {
        string? content = DisplayText.OneLine(Encoding.UTF8.GetString(body), MaxTextLength);
        if (content is null)
        {
            return new();
        }

        using ResponseTree? tree = ResponseTree.TryParse(body);
        if (tree is null)
        {
            // Only the start of a long body was read. JSON that is too long for an error is not one.
            return mediaType == "text/html" || HtmlPage.IsPage(body) ? new() { Error = ServiceError.Page }
                : body.Length >= ErrorBody.MaxBytes ? new()
                : content[0] == '<' && DisplayText.OneLine(Tags.Replace(content, " ")) is { } xml
                    ? new() { Error = new ServiceError { Message = xml } }
                : content[0] is '{' or '[' or '"' or '<' ? new() { Error = ServiceError.UnexpectedContent }
                : FromText(content);
        }

        ResponseObject root = tree.Root;
        return root.IsObject ? FromObject(root, content, parser.FindText(root))
            : root.IsString ? FromText(DisplayText.OneLine(root.OwnText(), MaxTextLength))
            : root.OwnText() == "false" ? new() { Error = new ServiceError { Message = content } }
            : new() { Text = content, IsUnclear = !root.IsNull && content is not ("true" or "[]") };
    }

    /// <summary>Returns the error that a response without the requested data states, or null if it states none.</summary>
    /// <param name="response">The response, of which no data could be read.</param>
    /// <param name="parser">The parser of the errors of the service.</param>
    public static ServiceError? FindError(ResponseObject response, IErrorParser parser)
    {
        string? content = response.IsObject ? JsonBody.Serialize(response.AdditionalData) : response.OwnText();
        return content is null ? null
            : response.IsObject ? FromObject(response, DisplayText.OneLine(content, MaxTextLength)!, parser.FindText(response)).Error
            : content == "false" ? new ServiceError { Message = content }
            : null;
    }

    private static ActionResponse FromText(string? text) =>
        text is null ? new()
        : Failure.IsMatch(text) || IsFalse(text) ? new() { Error = new ServiceError { Message = text } }
        : new() { Text = text, Id = SingleWord.IsMatch(text) ? text : null, IsUnclear = !Success.IsMatch(text) };

    private static bool IsFalse(string text) =>
        text == "0"
        || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase)
        || string.Equals(text, "no", StringComparison.OrdinalIgnoreCase);

    private static ActionResponse FromObject(ResponseObject fields, string content, ServiceError said)
    {
        var members = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, object?> member in fields.AdditionalData)
        {
            members[member.Key] = member.Value is IEnumerable and not string
                ? null
                : Convert.ToString(member.Value, CultureInfo.InvariantCulture);
        }

        string? id = fields.Text("id") ?? fields.Text("jobId");
        bool? enabled = fields.Boolean("enabled");
        string? message = DisplayText.OneLine(fields.FirstText("message"), MaxTextLength);

        // The status of an object with an id is the status of a job.
        string? status = fields.Text("status");
        bool hasFailureText = said.Code is not null || (said.Message is { } text && Failure.IsMatch(text));
        bool hasFailed = hasFailureText
            || SuccessFields.Any(name => members.TryGetValue(name, out string? value) && value is not null && IsFalse(value))

            // A result of 0 can also be the code of a success.
            || (members.TryGetValue("result", out string? result) && result is not (null or "0") && IsFalse(result))
            || StatusFields.Any(name =>
                members.TryGetValue(name, out string? value)
                && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
                && code is >= 400 and < 600)
            || (id is null && status is not null && Failure.IsMatch(status));
        foreach (string name in ErrorFields)
        {
            string? value = fields.Texts(name) ?? (members.TryGetValue(name, out string? scalar) ? scalar : null);
            hasFailed |= !string.IsNullOrWhiteSpace(value) && !IsFalse(value!);
        }

        // A watcher that was added has a time of creation.
        bool isClear = fields.Text("created_at") is not null
            || SuccessFields.Any(name => members.TryGetValue(name, out string? value) && bool.TryParse(value, out _))
            || fields.AnyFound
            || content == "{}";
        return new()
        {
            Error = hasFailed ? (hasFailureText ? said : new ServiceError { Message = content }) : null,
            Text = message ?? (isClear ? null : content),
            Id = id,
            Enabled = enabled,
            IsUnclear = !isClear,
        };
    }
}
