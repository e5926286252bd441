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

    private static readonly string[] ErrorFields = ["errors", "error", "error_message", "exceptionName", "modelState"];

    /// <summary>The error that the body states, or null if it states none.</summary>
    public ServiceError? Error { get; private init; }

    /// <summary>The text of the body in one line, or null if there is none.</summary>
    public string? Text { get; private init; }

    /// <summary>The id of the job in the body, or null if there is none.</summary>
    public string? JobId { get; private init; }

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
                : content[0] is '{' or '[' or '"' or '<' ? new() { Error = ServiceError.UnexpectedContent }
                : FromText(content);
        }

        ResponseObject root = tree.Root;
        return root.IsObject ? FromObject(root, content, parser.FindText(root))
            : root.IsString ? FromText(DisplayText.OneLine(root.OwnText(), MaxTextLength))
            : root.OwnText() == "false" ? new() { Error = new ServiceError { Message = content } }
            : new() { Text = content, IsUnclear = !root.IsNull && content is not ("true" or "[]") };
    }

    private static ActionResponse FromText(string? text) =>
        text is not null && Failure.IsMatch(text) ? new() { Error = new ServiceError { Message = text } } : new() { Text = text };

    private static ActionResponse FromObject(ResponseObject fields, string content, ServiceError said)
    {
        string? id = fields.Text("id") ?? fields.Text("jobId");
        string? message = DisplayText.OneLine(fields.FirstText("message"), MaxTextLength);

        // The status of an object with an id is the status of a job.
        string? status = fields.Text("status");
        bool hasFailureText = said.Code is not null || (said.Message is { } text && Failure.IsMatch(text));
        bool hasFailed = hasFailureText
            || fields.Boolean("success") == false
            || (id is null && status is not null && Failure.IsMatch(status));
        foreach (string name in ErrorFields)
        {
            hasFailed |= fields.Texts(name) is { } value && !string.IsNullOrWhiteSpace(value) && value is not ("false" or "0");
        }

        // A watcher that was added has a time of creation.
        bool isClear = fields.Text("created_at") is not null || fields.AnyFound || content == "{}";
        return new()
        {
            Error = hasFailed ? (hasFailureText ? said : new ServiceError { Message = content }) : null,
            Text = message ?? (isClear ? null : content),
            JobId = id,
            IsUnclear = !isClear,
        };
    }
}
