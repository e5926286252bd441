using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Text;
using JobStatus.Pipeline;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>
/// Checks whether the body of a webhook was signed with the secret. It always returns one Boolean value, even after an error,
/// because a script could take no output, or several values, for a valid signature.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "AlmaWebhook", HelpUri = HelpPages.Root + "Test-AlmaWebhook.md")]
[OutputType(typeof(bool))]
public sealed class TestAlmaWebhookCommand : PSCmdlet
{
    // PowerShell pipes an array of bytes byte by byte.
    private readonly List<byte> _pipedBytes = [];

    private byte[]? _body;
    private JobServiceException? _problem;

    /// <summary>The body as it was received, as one string or as bytes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Body")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public PSObject? InputObject { get; set; }

    /// <summary>The value of the header X-Exl-Signature.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowNull]
    [AllowEmptyString]
    public string? Signature { get; set; }

    /// <summary>The secret in the integration profile.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [SecretArgument]
    [ValidateNotNull]
    public SecureString Secret { get; set; } = new();

    /// <summary>Takes the body, or one byte of it.</summary>
    protected override void ProcessRecord()
    {
        switch (InputObject?.BaseObject)
        {
            case null:
                Take([]);
                break;
            case byte piped:
                _pipedBytes.Add(piped);
                break;
            case string text:
                Take(Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                Take(bytes);
                break;
            case IList items when ToBytes(items) is { } bytes:
                Take(bytes);
                break;
            case { } other:
                _problem ??= InvalidBody(
                    $"The body is an object of type {other.GetType().Name}, but it must be one string or bytes.",
                    "Pass the body as it was received. The signature does not match a body that was parsed.");
                break;
        }
    }

    /// <summary>Writes whether the signature is valid.</summary>
    protected override void EndProcessing()
    {
        if (_pipedBytes.Count > 0)
        {
            Take([.. _pipedBytes]);
        }

        WriteObject(IsValid());
    }

    private bool IsValid()
    {
        try
        {
            return _problem is null ? AlmaWebhook.HasValidSignature(_body ?? [], Signature, Secret) : throw _problem;
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, null));
            return false;
        }
    }

    private void Take(byte[] body)
    {
        if (_body is not null)
        {
            _problem ??= InvalidBody(
                "The pipeline contains more than one body, or the lines of one.",
                "Pass one body as one string, for example with Get-Content -Raw.");
        }

        _body = body;
    }

    private static byte[]? ToBytes(IList items)
    {
        var bytes = new List<byte>(items.Count);
        foreach (object? item in items)
        {
            if ((item is PSObject wrapped ? wrapped.BaseObject : item) is not byte value)
            {
                return null;
            }

            bytes.Add(value);
        }

        return [.. bytes];
    }

    private static JobServiceException InvalidBody(string problem, string action) =>
        new("Alma", JobServiceErrorKind.InvalidRequest, problem, action);
}
