using System.Linq;
using System.Text.Json;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alteryx;

/// <summary>Alteryx's errors: a message, with what was wrong with each field where it knows, or the text alone.</summary>
internal sealed class AlteryxErrorDialect : IErrorDialect
{
    public ServiceFault Read(byte[] body)
    {
        JsonElement? root = JsonFaultReader.Parse(body);
        string? message = JsonFaultReader.Text(root) ?? JsonFaultReader.Text(root, "message", "innerExceptionMessage", "error_description");
        string fields = Fields(JsonFaultReader.Member(root, "modelState"));
        return new ServiceFault
        {
            Message = fields.Length == 0 ? message : $"{message} {fields}",
            Code = JsonFaultReader.Text(root, "exceptionName", "error"),
        };
    }

    public JobServiceErrorKind? KindOf(int statusCode, string? code) => null;

    private static string Fields(JsonElement? modelState) =>
        modelState is not { ValueKind: JsonValueKind.Object } state
            ? string.Empty
            : string.Join("; ", state.EnumerateObject().Select(field => $"{field.Name}: {Texts(field.Value)}"));

    private static string Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? string.Join(" ", value.EnumerateArray().Select(text => JsonFaultReader.Text(text)))
            : JsonFaultReader.Text(value) ?? string.Empty;
}
