using Linli.Sensing;

namespace Linli.Bench.Fences;

/// <summary>The events that follow from who was where, put together in the plainest way.</summary>
internal static class Crossings
{
    public static List<string> Of(Reading[] walk, int[] device, List<int>?[] members, int fixes, Func<int, string> rule, Func<int, Guid> id)
    {
        var devices = device.Max() + 1;
        var inside = Enumerable.Range(0, devices).Select(_ => new HashSet<int>()).ToArray();
        var run = Enumerable.Range(0, devices).Select(_ => new Dictionary<int, int>()).ToArray();
        var events = new List<string>();
        for (var i = 0; i < walk.Length; i++)
        {
            var d = device[i];
            var here = members[i] ?? [];
            foreach (var fence in here.Concat(inside[d]).Concat(run[d].Keys).Distinct().ToList())
            {
                if (here.Contains(fence) == inside[d].Contains(fence))
                {
                    run[d].Remove(fence);
                    continue;
                }

                run[d][fence] = run[d].GetValueOrDefault(fence) + 1;
                if (run[d][fence] < fixes)
                    continue;
                run[d].Remove(fence);
                var entered = inside[d].Add(fence);
                if (!entered)
                    inside[d].Remove(fence);
                events.Add($"{rule(fence)} {id(d)} {entered} {walk[i].At.UtcTicks}");
            }
        }

        return events;
    }
}
