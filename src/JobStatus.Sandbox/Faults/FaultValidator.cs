using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Sandbox.Http;

namespace JobStatus.Sandbox.Faults;

/// <summary>Validates a <see cref="Fault"/>.</summary>
internal static class FaultValidator
{
    // Timers do not support longer delays.
    private const double MaxMilliseconds = int.MaxValue;

    /// <exception cref="ArgumentException">The fault is not valid.</exception>
    public static void Validate(Fault fault)
    {
        string? problem = Problems(fault).FirstOrDefault();
        if (problem is not null)
        {
            throw new ArgumentException(problem);
        }
    }

    private static IEnumerable<string> Problems(Fault fault)
    {
        if (!fault.Path.StartsWith('/') && !fault.Path.StartsWith('*'))
        {
            yield return $"The path '{fault.Path}' must start with '/' or '*'.";
        }

        if (fault.Count is 0 or < Fault.UntilRemoved)
        {
            yield return "count must be at least 1, or -1 for every request until the fault is removed.";
        }

        if (fault.Skip < 0)
        {
            yield return "skip must be at least 0.";
        }

        if (fault.Kind == FaultKind.Status != fault.Status is not null)
        {
            yield return "status is required for the kind 'status' and not allowed for other kinds.";
        }

        if (fault.Status is < 200 or > 599)
        {
            yield return "status must be from 200 to 599.";
        }

        if (fault.Status is 204 or 304 && !string.IsNullOrEmpty(fault.Body))
        {
            yield return "body is not allowed if status is 204 or 304.";
        }

        if (!HeaderValue.IsValid(fault.ContentType))
        {
            yield return "contentType contains a character that is not allowed in a header.";
        }

        if (!(fault.Milliseconds >= 0 && fault.Milliseconds <= MaxMilliseconds))
        {
            yield return $"milliseconds must be from 0 to {MaxMilliseconds}.";
        }

        if (fault.AfterBytes < 0)
        {
            yield return "afterBytes must be at least 0.";
        }

        foreach ((string name, string value) in fault.Headers)
        {
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"The sandbox sets the header {name} itself. To send a wrong length, use the kind 'truncate'.";
            }

            if (!HeaderValue.IsValid(name + value))
            {
                yield return $"The header {name} contains a character that is not allowed in a header.";
            }
        }
    }
}
