using JobStatus.Sandbox.Http;

namespace JobStatus.Sandbox.Alma;

/// <summary>Which part of a list a request asks for.</summary>
internal readonly record struct AlmaPage(int Offset, int Limit)
{
    private const int OrdinaryLimit = 10;
    private const int MostAtOnce = 100;

    internal static AlmaPage Read(QueryReader query) => new(
        query.Integer("offset", otherwise: 0, least: 0),
        query.Integer("limit", OrdinaryLimit, least: 0, MostAtOnce));
}
