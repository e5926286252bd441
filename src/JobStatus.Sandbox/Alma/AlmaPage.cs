using JobStatus.Sandbox.Http;

namespace JobStatus.Sandbox.Alma;

/// <summary>The page of a list that a request asks for.</summary>
internal readonly record struct AlmaPage(int Offset, int Limit)
{
    private const int DefaultLimit = 10;
    private const int MaxLimit = 100;

    public static AlmaPage Read(QueryReader query) => new(
        query.Integer("offset", defaultValue: 0, min: 0),
        query.Integer("limit", DefaultLimit, min: 0, MaxLimit));
}
