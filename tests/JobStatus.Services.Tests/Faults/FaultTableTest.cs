using System;
using System.Linq;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>A base class for the tests of one column of the fault tables in docs/reliability.md, over real connections.</summary>
public abstract class FaultTableTest
{
    // the number of responses with a fault if the fault is transient
    private protected const int TransientFaultCount = 2;

    public static TheoryData<string, SandboxService> Rows =>
        new(FaultRows.All.SelectMany(row => row.Services.Select(service => (row.Name, service))));

    private protected static FaultRow Row(string name) => FaultRows.All.Single(row => row.Name == name);

    private protected static void AssertError(FaultRow row, JobServiceErrorKind kind, JobServiceException error, SandboxService service)
    {
        Assert.True(kind == error.Kind, $"Expected {kind}, but got {error.Kind}: {error}");
        Assert.Equal(service.ToString(), error.Service);
        AssertErrorIsComplete(error.WithRecommendedAction());
        Assert.All(row.RequiredTexts, text => Assert.Contains(text, error.Problem, StringComparison.Ordinal));
    }

    // The message must contain the subject, the cause, the address, the code and the tracking id of the service, and the
    // recommended action.
    private static void AssertErrorIsComplete(JobServiceException error)
    {
        string problem = error.Problem;
        Assert.Matches(
            "^(Alma job|Instances of Alma job|Xplenty jobs?|Alteryx job|Jobs of Alteryx workflow|" +
            "Alteryx access token|Alteryx returned no access token)( [0-9A-Za-z]+)*: .*[^.][.]$",
            problem);
        Assert.Matches("127[.]0[.]0[.]1|example[.]org|[.]invalid", problem);
        if (error.StatusCode is { } status and not (>= 300 and < 400))
        {
            Assert.Contains($"HTTP {status}", problem, StringComparison.Ordinal);
        }

        Assert.All(new[] { error.ErrorCode, error.TrackingId }, text => Assert.Contains(text ?? "", problem, StringComparison.Ordinal));
        Assert.EndsWith(".", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal($"{problem} {error.RecommendedAction}", error.Message);
    }

    private protected static void AssertRetryCount(FaultScenario scenario, int times) =>
        Assert.Equal(times, scenario.Lines.Count(line => line.Contains("retrying in", StringComparison.Ordinal)));
}
