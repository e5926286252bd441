using System.Collections.Generic;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>
/// Tests connections. Each one is tested with one request that is not retried, or with two if the service can tell whether the
/// key may start jobs.
/// </summary>
[Cmdlet(
    VerbsDiagnostic.Test,
    "JobStatusConnection",
    DefaultParameterSetName = ByName,
    HelpUri = HelpPages.Root + "Test-JobStatusConnection.md")]
[OutputType(typeof(ConnectionTestResult))]
public sealed class TestJobStatusConnectionCommand : AsyncCommand
{
    private const string ByName = "Name";
    private const string ByObject = "Connection";

    /// <summary>The names of connections. Wildcards are supported.</summary>
    [Parameter(Position = 0, ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Tests only connections to these services. Wildcards are supported.</summary>
    [Parameter(ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[] Service { get; set; } = ["*"];

    /// <summary>The connections to test.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNull]
    public JobStatusConnection[] Connection { get; set; } = [];

    /// <summary>Starts testing the connections.</summary>
    protected override void ProcessRecord()
    {
        foreach (JobStatusConnection connection in ParameterSetName == ByObject ? Connection : FindConnections())
        {
            Test(connection);
        }
    }

    private IReadOnlyList<JobStatusConnection> FindConnections() => ConnectionSearch.FindOrReport(
        this,
        Name,
        Service,
        MyInvocation.BoundParameters.ContainsKey(nameof(Name)),
        "There is no connection to test.");

    private void Test(JobStatusConnection connection)
    {
        try
        {
            JobServiceClient client = ConnectionStore.Find(connection.Service, new ConnectionReference(connection)).Client;
            Start(
                async call => PostObject(await client.TestAsync(Describe, call).ConfigureAwait(false)),
                exception => WriteError(ErrorRecords.From(exception, connection)));
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, connection));
        }
    }

    private static string Describe(JobServiceException error)
    {
        ErrorTable.AddRecommendedAction(error);
        return error.Message;
    }
}
