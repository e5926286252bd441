using System;
using System.Collections.Generic;
using System.Globalization;
using Xunit;

namespace JobStatus.Services.Tests.Model;

/// <summary>The figures of one definition, calculated as the help describes them and without regard to speed.</summary>
internal sealed class SlowMeasurement
{
    private readonly List<RemoteJob> _latestFirst;

    private SlowMeasurement(List<RemoteJob> latestFirst)
    {
        _latestFirst = latestFirst;
    }

    /// <summary>Returns the figures of all definitions, with those that need attention first.</summary>
    public static List<SlowMeasurement> Calculate(IEnumerable<RemoteJob> given)
    {
        var runs = new List<RemoteJob>();
        foreach (RemoteJob run in given)
        {
            int known = runs.FindIndex(other =>
                other.Service == run.Service && Same(other.Connection, run.Connection) && Same(other.Id, run.Id));
            if (known < 0)
            {
                runs.Add(run);
            }
            else if (runs[known].ObservedAt is null || (run.ObservedAt is not null && run.ObservedAt >= runs[known].ObservedAt))
            {
                runs[known] = run;
            }
        }

        var definitions = new List<List<RemoteJob>>();
        foreach (RemoteJob run in runs)
        {
            List<RemoteJob>? definition = definitions.Find(other =>
                other[0].Service == run.Service
                && Same(other[0].Connection, run.Connection)
                && Same(IdOf(other[0]), IdOf(run))
                && (IdOf(run) is not null || Same(other[0].Name, run.Name)));
            if (definition is null)
            {
                definitions.Add(definition = []);
            }

            definition.Add(run);
        }

        var rows = new List<SlowMeasurement>();
        foreach (List<RemoteJob> definition in definitions)
        {
            definition.Sort((one, other) => one == other ? 0 : IsLater(one, other) ? -1 : 1);
            rows.Add(new SlowMeasurement(definition));
        }

        rows.Sort((one, other) => one.CompareTo(other));
        return rows;
    }

    public void AssertEqual(RemoteJobMeasurement row, string where)
    {
        RemoteJob latest = _latestFirst[0];
        int succeeded = 0;
        int failed = 0;
        int running = 0;
        RemoteJob? success = null;
        foreach (RemoteJob run in _latestFirst)
        {
            if (Succeeded(run))
            {
                succeeded++;
                success ??= run;
            }

            failed += Failed(run) ? 1 : 0;
            running += run.State is RemoteJobState.Queued or RemoteJobState.Running or RemoteJobState.Stopping ? 1 : 0;
        }

        double? rate = null;
        if (succeeded + failed > 0)
        {
            rate = succeeded * 100.0 / (succeeded + failed);
        }

        object?[] expected =
        [
            latest.Service, latest.Connection, Name, IdOf(latest), _latestFirst.Count, succeeded, failed, rate, running, latest.State,
            _latestFirst.Find(run => run.IsFinished)?.State, TimeOf(latest), success is null ? null : TimeOf(success), Percentile(Durations(0), 0.5m), Percentile(Durations(0), 0.95m),
            LastTimed < 0 ? null : _latestFirst[LastTimed].Duration, Slower,
        ];
        object?[] actual =
        [
            row.Service, row.Connection, row.Name, row.DefinitionId, row.Runs, row.Succeeded, row.Failed, row.SuccessRate, row.Running,
            row.LastState, row.LastResult, row.LastRunAt, row.LastSuccessAt, row.MedianDuration, row.P95Duration, row.LastDuration, row.Slower,
        ];
        Assert.True(
            string.Join("|", expected) == string.Join("|", actual),
            $"{where}\nexpected {string.Join("|", expected)}\nactual   {string.Join("|", actual)}");
    }

    private string? Name
    {
        get
        {
            foreach (RemoteJob run in _latestFirst)
            {
                if (run.Name is not null)
                {
                    return run.Name;
                }
            }

            return null;
        }
    }

    private int LastTimed => _latestFirst.FindIndex(run => run.Duration is not null && run.State != RemoteJobState.Queued);

    private bool? Slower
    {
        get
        {
            if (LastTimed < 0)
            {
                return null;
            }

            List<TimeSpan> earlier = Durations(LastTimed + 1);
            TimeSpan last = _latestFirst[LastTimed].Duration!.Value;
            return earlier.Count < 5
                ? null
                : last > Percentile(earlier, 0.95m)
                    && last > Percentile(earlier, 0.5m) * 1.5
                    && last > Percentile(earlier, 0.5m) + TimeSpan.FromSeconds(10);
        }
    }

    private int CompareTo(SlowMeasurement other)
    {
        RemoteJob? result = _latestFirst.Find(run => Succeeded(run) || Failed(run));
        RemoteJob? otherResult = other._latestFirst.Find(run => Succeeded(run) || Failed(run));
        bool failedLast = result is not null && Failed(result);
        bool otherFailedLast = otherResult is not null && Failed(otherResult);
        return failedLast != otherFailedLast ? (failedLast ? -1 : 1)
            : (Slower == true) != (other.Slower == true) ? (Slower == true ? -1 : 1)
            : TimeOf(_latestFirst[0]) != TimeOf(other._latestFirst[0])
                ? -Nullable.Compare(TimeOf(_latestFirst[0]), TimeOf(other._latestFirst[0]))
            : string.CompareOrdinal(SortText, other.SortText);
    }

    private string SortText =>
        string.Join(
            "\0",
            _latestFirst[0].Service,
            _latestFirst[0].Connection?.ToUpperInvariant(),
            Name?.ToUpperInvariant(),
            IdOf(_latestFirst[0]));

    private List<TimeSpan> Durations(int from)
    {
        var durations = new List<TimeSpan>();
        for (int position = from; position < _latestFirst.Count; position++)
        {
            if (Succeeded(_latestFirst[position]) && _latestFirst[position].Duration is { } duration)
            {
                durations.Add(duration);
            }
        }

        durations.Sort();
        return durations;
    }

    private static TimeSpan? Percentile(List<TimeSpan> sorted, decimal share)
    {
        if (sorted.Count == 0)
        {
            return null;
        }

        decimal rank = (sorted.Count - 1) * share;
        int below = (int)Math.Floor(rank);
        int above = (int)Math.Ceiling(rank);
        decimal ticks = sorted[below].Ticks + ((rank - below) * (sorted[above].Ticks - sorted[below].Ticks));
        return TimeSpan.FromTicks((long)Math.Floor(ticks));
    }

    private static bool IsLater(RemoteJob one, RemoteJob other) =>
        TimeOf(one) != TimeOf(other)
            ? TimeOf(other) is null || TimeOf(one) > TimeOf(other)
            : one.Id.Length != other.Id.Length ? one.Id.Length > other.Id.Length : string.CompareOrdinal(one.Id, other.Id) > 0;

    private static DateTime? TimeOf(RemoteJob run) => run.StartedAt ?? run.SubmittedAt;

    private static string? IdOf(RemoteJob run) => run switch
    {
        AlmaJobInstance alma => alma.JobId,
        XplentyJob xplenty => xplenty.PackageId?.ToString(CultureInfo.InvariantCulture),
        _ => ((AlteryxJob)run).WorkflowId,
    };

    private static bool Succeeded(RemoteJob run) => run.State is RemoteJobState.Completed or RemoteJobState.Warning;

    private static bool Failed(RemoteJob run) => run.State is RemoteJobState.Failed or RemoteJobState.Stopped;

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
