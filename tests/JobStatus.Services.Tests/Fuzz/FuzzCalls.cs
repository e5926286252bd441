using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Tests.Lists;
using JobStatus.Services.Xplenty;

namespace JobStatus.Services.Tests.Fuzz;

/// <summary>All methods of the clients that read a response. Each returns the objects that it read.</summary>
internal sealed class FuzzCalls(AlmaClient alma, XplentyClient xplenty, AlteryxClient alteryx)
{
    private const string JobId = "M50173";
    private const string InstanceId = "9563643080000561";
    private const string SetId = "6543210000000561";
    private const string AlteryxJobId = "66ebd18d3d6200007e000d8c";
    private const string WorkflowId = "66ebd18d3d6200007e000d00";

    private const string ScheduleId = "66f00000000000000000b001";

    private static readonly CallContext Call = new(CancellationToken.None) { RetryTransientErrors = false };

    /// <summary>The calls by name.</summary>
    public IReadOnlyDictionary<string, Func<Task<IEnumerable<object?>>>> All { get; } =
        new Dictionary<string, Func<Task<IEnumerable<object?>>>>
    {
        ["Alma instance"] = async () => [await alma.GetInstanceAsync(JobId, InstanceId, Call)],
        ["Alma job"] = async () => [await alma.GetJobAsync(JobId, Call)],
        ["Alma jobs"] = () => ListAsync<AlmaJob>(receiver => alma.ListJobsAsync(new AlmaJobQuery(), null, ListRange.All, receiver, Call)),
        ["Alma instances"] = () => ListAsync<AlmaJobInstance>(receiver =>
            alma.ListInstancesAsync(
                JobId, new AlmaInstanceQuery { SubmittedAfter = DateTimeOffset.UnixEpoch }, ListRange.All, receiver, Call)),
        ["Alma events"] = () => ListAsync<AlmaJobEvent>(receiver => alma.ListEventsAsync(null, InstanceId, ListRange.All, receiver, Call)),
        ["Alma matches"] = () => ListAsync<AlmaJobMatch>(receiver =>
            alma.ListMatchesAsync(JobId, InstanceId, "SINGLE_MATCHES", ListRange.All, receiver, Call)),
        ["Alma start"] = async () => [await alma.StartJobAsync(new AlmaRunRequest(JobId, new Dictionary<string, string?>()), Call)],
        ["Alma schedules"] = () => ListAsync<RemoteSchedule>(receiver => alma.ListSchedulesAsync(receiver, Call)),
        ["Alma recent jobs"] = () => ListAsync<RemoteJob>(receiver =>
            alma.ListRecentJobsAsync(new RecentJobQuery { Since = DateTimeOffset.UnixEpoch }, receiver, Call)),
        ["Alma set"] = async () => [await alma.GetSetAsync(SetId, Call)],
        ["Alma sets"] = () => ListAsync<AlmaSet>(receiver => alma.ListSetsAsync(new AlmaSetQuery(), null, ListRange.All, receiver, Call)),
        ["Alma set members"] = () => ListAsync<AlmaSetMember>(receiver =>
            alma.ListSetMembersAsync(SetId, ListRange.All, receiver, Call)),
        ["Alma new set"] = async () => [await alma.CreateSetAsync(new AlmaNewSet("Night", "USER"), Call)],
        ["Alma add members"] = async () => [await alma.AddMembersAsync(SetId, ["a"], null, _ => { }, (_, _) => { }, Call)],
        ["Alma remove members"] = async () => [await alma.RemoveMembersAsync(SetId, ["a"], null, _ => { }, (_, _) => { }, Call)],
        ["Alma set deletion"] = () => InvokeAsync(alma.DeleteSetAsync(SetId, Call)),
        ["Alma test"] = async () => [await alma.TestAsync(error => error.Message, Call)],
        ["Xplenty job"] = async () => [await xplenty.GetJobAsync("157", includeLogSummary: true, Call)],
        ["Xplenty jobs"] = () => ListAsync<XplentyJob>(receiver =>
            xplenty.ListJobsAsync(new XplentyJobQuery { UpdatedSince = DateTimeOffset.UnixEpoch }, ListRange.All, receiver, Call)),
        ["Xplenty search"] = async () => await xplenty.SearchJobsAsync("status:completed", Call),
        ["Xplenty children"] = async () => await xplenty.GetChildrenAsync("157", Call),
        ["Xplenty log"] = async () => [await xplenty.GetLogAsync("157", Call)],
        ["Xplenty variables"] = async () => await xplenty.GetVariablesAsync("157", Call),
        ["Xplenty preview"] = async () => await xplenty.GetOutputPreviewAsync("157", 123, Call),
        ["Xplenty watchers"] = async () => await xplenty.GetWatchersAsync("157", Call),
        ["Xplenty cluster"] = async () => [await xplenty.GetClusterAsync("52", Call)],
        ["Xplenty clusters"] = () => ListAsync<XplentyCluster>(receiver =>
            xplenty.ListClustersAsync("available", ListRange.All, receiver, Call)),
        ["Xplenty cluster creation"] = async () =>
            [await xplenty.CreateClusterAsync(XplentyClusterSettings.ForOneJob, Call)],
        ["Xplenty cluster change"] = async () =>
            [await xplenty.ChangeClusterAsync("52", new XplentyClusterSettings { Nodes = 3 }, Call)],
        ["Xplenty cluster wait"] = async () =>
        {
            List<object?> read = [];
            await xplenty.Clusters.ReadAsync([new JobTarget("52")], result => read.Add(result.Job ?? throw result.Error!), Call);
            return read;
        },
        ["Xplenty cluster termination"] = async () => [await xplenty.TerminateClusterAsync("53", Call)],
        ["Xplenty package"] = async () => [await xplenty.GetPackageAsync("434", Call)],
        ["Xplenty packages"] = () => ListAsync<XplentyPackage>(receiver =>
            xplenty.ListPackagesAsync("active", "dataflow", ListRange.All, receiver, Call)),
        ["Xplenty schedule"] = async () => [await xplenty.GetScheduleAsync("71", Call)],
        ["Xplenty schedules"] = () => ListAsync<XplentySchedule>(receiver =>
            xplenty.ListSchedulesAsync("enabled", ListRange.All, receiver, Call)),
        ["Xplenty schedule change"] = async () => [await xplenty.SetScheduleEnabledAsync("72", enabled: false, Call)],
        ["Xplenty remote schedules"] = () => ListAsync<RemoteSchedule>(receiver => xplenty.ListSchedulesAsync(receiver, Call)),
        ["Xplenty recent jobs"] = () => ListAsync<RemoteJob>(receiver =>
            xplenty.ListRecentJobsAsync(new RecentJobQuery { Since = DateTimeOffset.UnixEpoch }, receiver, Call)),
        ["Xplenty unfinished job"] = async () => [await xplenty.FindUnfinishedJobAsync(436, Call)],
        ["Xplenty rate limit"] = async () => [await xplenty.GetRateLimitAsync(Call)],
        ["Xplenty start"] = async () => [await xplenty.StartJobAsync(new XplentyRunRequest(1, 434), Call)],
        ["Xplenty stop"] = async () => [await xplenty.StopJobAsync("203", Call)],
        ["Xplenty test"] = async () => [await xplenty.TestAsync(error => error.Message, Call)],
        ["Alteryx job"] = async () => [await alteryx.GetJobAsync(AlteryxJobId, includeMessages: true, Call)],
        ["Alteryx queue"] = () => ListAsync<AlteryxJob>(receiver =>
            alteryx.ListJobsAsync(new AlteryxJobQuery(), ListRange.All, receiver, Call)),
        ["Alteryx jobs"] = () => ListAsync<AlteryxJob>(receiver =>
            alteryx.ListJobsAsync(new AlteryxJobQuery { WorkflowId = WorkflowId }, ListRange.All, receiver, Call)),
        ["Alteryx messages"] = async () => await alteryx.GetMessagesAsync(AlteryxJobId, Call),
        ["Alteryx workflows"] = async () => await alteryx.GetWorkflowsAsync(null, Call),
        ["Alteryx questions"] = async () => await alteryx.GetQuestionsAsync(WorkflowId, Call),
        ["Alteryx credentials"] = async () => await alteryx.GetCredentialsAsync(Call),
        ["Alteryx schedule"] = async () => [await alteryx.GetScheduleAsync(ScheduleId, Call)],
        ["Alteryx schedules"] = () => ListAsync<AlteryxSchedule>(receiver =>
            alteryx.ListSchedulesAsync(new AlteryxScheduleQuery { ExcludeDetails = true }, null, ListRange.All, receiver, Call)),
        ["Alteryx remote schedules"] = () => ListAsync<RemoteSchedule>(receiver => alteryx.ListSchedulesAsync(receiver, Call)),
        ["Alteryx recent jobs"] = () => ListAsync<RemoteJob>(receiver =>
            alteryx.ListRecentJobsAsync(new RecentJobQuery { Since = DateTimeOffset.UnixEpoch }, receiver, Call)),
        ["Alteryx schedule change"] = () => InvokeAsync(alteryx.SetScheduleEnabledAsync(ScheduleId, enabled: false, Call)),
        ["Alteryx unfinished job"] = async () => [await alteryx.FindUnfinishedJobAsync(WorkflowId, "Monthly report", Call)],
        ["Alteryx start"] = async () => [await alteryx.StartJobAsync(new AlteryxRunRequest(WorkflowId), Call)],
    };

    private static async Task<IEnumerable<object?>> InvokeAsync(Task action)
    {
        await action;
        return [];
    }

    private static async Task<IEnumerable<object?>> ListAsync<T>(Func<IListReceiver<T>, Task> list)
    {
        ListReceiver<T> receiver = new();
        await list(receiver);
        return receiver.Items.Cast<object?>();
    }
}
