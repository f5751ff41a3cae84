using Linli.Platform.Data;
using Linli.Sensing;

namespace Linli.Mobility.SchoolPath;

/// <summary>The fences of a path: its corridor, the grounds of its schools, and where pupils may leave it.</summary>
internal sealed class SchoolFences(IFences fences, IRules rules, IDeviceBook register, SchoolPathBook book)
{
    /// <summary>Writes corridor, schools, the compounds the path links, and the rules over its cards.</summary>
    public async Task Put(SchoolPathRow path, IEnumerable<PathSchool> schools, CancellationToken cancel)
    {
        var (scope, line) = (ScopePath.Parse(path.Scope, null), SchoolPathBook.LineOf(path));
        await fences.Put(new(StudentCards.FenceOf(path.Code), (path.NameZh, path.NameEn), scope, MetricShape.Buffer(line, path.SideMetres)), cancel);
        foreach (var school in schools)
            await fences.Put(new(StudentCards.FenceOfSchool(school.School), (school.NameZh, school.NameEn), scope, SchoolPathBook.Shape(school.Grounds)), cancel);
        await PutLeaves(path, book.Compounds(line).Select(c => c.Path), cancel);
        await register.KeepGroup(StudentCards.GroupOf(path.Code), path.NameZh, scope, cancel);
        foreach (var rule in StudentCards.Rules(path))
            await rules.Put(rule, cancel);
    }

    /// <summary>Writes where pupils may leave the path for compounds, whether it links them or they lie farther off.</summary>
    public async Task PutLeaves(SchoolPathRow path, IEnumerable<ScopePath> compounds, CancellationToken cancel)
    {
        foreach (var compound in compounds.Distinct())
            if (book.LeaveGround(path, compound) is { } ground)
                await fences.Put(new(StudentCards.FenceOfCompound(compound), book.NameOf(compound.Value), ScopePath.Parse(path.Scope, null), ground), cancel);
    }

    /// <summary>Says in which fences the way of a pupil ends well: the grounds of the school, the own compound and those that are permitted.</summary>
    public async Task SetOwn(SchoolPathRow path, Pupil pupil, IReadOnlyCollection<string> leaves, CancellationToken cancel)
    {
        await PutLeaves(path, leaves.Prepend(pupil.Compound).Select(c => ScopePath.Parse(c, null)), cancel);
        await fences.SetOwn(new(pupil.Device), Own(pupil, leaves), cancel);
    }

    /// <summary>Codes of the fences in which the way of a pupil ends well.</summary>
    public static IReadOnlyCollection<string> Own(Pupil pupil, IReadOnlyCollection<string> leaves) =>
        [StudentCards.FenceOfSchool(pupil.School), .. leaves.Prepend(pupil.Compound).Distinct().Select(c => StudentCards.FenceOfCompound(ScopePath.Parse(c, null)))];
}
