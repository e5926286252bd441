using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Sandbox.Http;

namespace JobStatus.Sandbox.Faults;

/// <summary>Refuses a <see cref="Fault"/> that could not be played.</summary>
internal static class FaultValidator
{
    // a longer delay than a timer can take
    private const double MostMilliseconds = int.MaxValue;

    /// <exception cref="ArgumentException">The fault cannot be played.</exception>
    internal static void Check(Fault fault)
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
            yield return $"The path '{fault.Path}' starts with neither '/' nor '*'.";
        }

        if (fault.Count is 0 or < Fault.UntilRemoved)
        {
            yield return "count is a number of answers, or -1 for all until the fault is removed.";
        }

        if (fault.Skip < 0)
        {
            yield return "skip is not below 0.";
        }

        if (fault.Kind == FaultKind.Status != fault.Status is not null)
        {
            yield return "status goes with the kind 'status', and with no other.";
        }

        if (fault.Status is < 200 or > 599)
        {
            yield return "status is from 200 to 599.";
        }

        if (fault.Status is 204 or 304 && !string.IsNullOrEmpty(fault.Body))
        {
            yield return "An answer 204 or 304 has no body.";
        }

        if (!HeaderValue.IsLegal(fault.ContentType))
        {
            yield return "contentType has a character that a header cannot have.";
        }

        if (!(fault.Milliseconds >= 0 && fault.Milliseconds <= MostMilliseconds))
        {
            yield return $"milliseconds is from 0 to {MostMilliseconds}.";
        }

        if (fault.AfterBytes < 0)
        {
            yield return "afterBytes is not below 0.";
        }

        foreach ((string name, string value) in fault.Headers)
        {
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"The header {name} is the sandbox's own; the kind 'truncate' gives a wrong length.";
            }

            if (!HeaderValue.IsLegal(name + value))
            {
                yield return $"The header {name} has a character that a header cannot have.";
            }
        }
    }
}
