using Linli.Mobility.GuardPoints;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SchoolPath;

/// <summary>Where a child is on its way, in words.</summary>
public enum WayState
{
    /// <summary>不在时段: outside of the windows nothing is known, and nothing is asked.</summary>
    Closed,

    /// <summary>还没有消息: the window is open and the card has not spoken in it.</summary>
    Silent,

    /// <summary>在学校.</summary>
    AtSchool,

    /// <summary>在通学路上.</summary>
    OnPath,

    /// <summary>到小区了.</summary>
    Home,

    /// <summary>离开通学路.</summary>
    OffPath,
}

/// <summary>The children of the caller on their way (我的孩子·通学路): the state in words, alerts, and what may be done with the data.</summary>
public sealed record MySchoolPath : IQuery<MySchoolPathShown>;

/// <summary>The caller's children and what they may choose.</summary>
/// <param name="Children">Children the caller is a guardian of.</param>
/// <param name="Schools">Schools at school paths.</param>
/// <param name="Compounds">Compounds a way may end in.</param>
/// <param name="Text">The dedicated rules that hold now.</param>
public sealed record MySchoolPathShown(IReadOnlyList<MyPupil> Children, IReadOnlyList<PathSchoolShown> Schools, IReadOnlyList<LinkedCompound> Compounds, ConsentText? Text);

/// <summary>A child of the caller.</summary>
/// <param name="Person">Id of the child.</param>
/// <param name="Name">Its name.</param>
/// <param name="Card">Number of its card; <c>null</c> while it is not enrolled.</param>
/// <param name="School">Name of its school.</param>
/// <param name="Leaves">Compounds in which its way may end, its own first.</param>
/// <param name="Compound">Its own compound; <c>null</c> while it is not enrolled.</param>
/// <param name="LeaveCodes">Codes of the other compounds in which its way may end.</param>
/// <param name="State">Where it is on its way.</param>
/// <param name="SeenAt">When the card said so, UTC; only within a window.</param>
/// <param name="Battery">Charge in per cent; only within a window.</param>
/// <param name="Latitude">WGS-84; only within a window, to a guardian.</param>
/// <param name="Longitude">WGS-84.</param>
/// <param name="Windows">The windows of the path.</param>
/// <param name="Alerts">Alerts of the term, the newest first.</param>
public sealed record MyPupil(
    Guid Person, string Name, string? Card, Phrase? School, IReadOnlyList<Phrase> Leaves, ScopePath? Compound, IReadOnlyList<string> LeaveCodes, WayState State, DateTimeOffset? SeenAt, int? Battery, double? Latitude, double? Longitude,
    string Windows, IReadOnlyList<PupilAlert> Alerts);

/// <summary>An alert as a guardian reads it.</summary>
public sealed record PupilAlert(Guid Id, SchoolAlertKind Kind, DateTimeOffset CauseAt, DateTimeOffset ToldAt, string What, DateTimeOffset WhatAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ClosedAt);

internal sealed class MySchoolPathHandler(
    LinliDb db, IActingFor family, IPersonTraits traits, IConsentForms consents, SchoolPathBook book, PupilWatch watch, TimeProvider time, IHandler<GetSchoolPaths, SchoolPathShown[]> paths)
    : IHandler<MySchoolPath, MySchoolPathShown>, IUseCase
{
    private const int MostAlerts = 20;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/school-path/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MySchoolPath(), cancel))
            .Needs(Access.SignedIn).WithSummary("One's children on the school path 我的孩子·通学路");

    public async Task<Result<MySchoolPathShown>> Handle(MySchoolPath request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var children = new List<MyPupil>();
        // Children the caller is a guardian of now; agents of grown-ups see nothing here.
        foreach (var child in (await family.People(FamilyMatters.View, cancel)).Where(p => p.Agency is null))
            if ((await traits.Of(child.Person, cancel))?.AgeOn(LocalTime.DateOf(now)) is >= 5 and <= 13)
                children.Add(await Show(child, now, cancel));
        var shown = (await paths.Handle(new(), cancel)).Value!;
        return new MySchoolPathShown(
            children, [.. shown.SelectMany(p => p.Schools)], [.. shown.SelectMany(p => p.Compounds).DistinctBy(c => c.Path)], await consents.Text(StudentCards.Purpose, cancel));
    }

    private async Task<MyPupil> Show(ActedFor child, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.Unfiltered<Pupil>().AsNoTracking().SingleOrDefaultAsync(p => p.Person == child.Person && p.EndedAt == null, cancel) is not { } pupil)
            return new(child.Person, child.Name, null, null, [], null, [], WayState.Closed, null, null, null, null, "", []);
        var school = await db.Records<PathSchool>().AsNoTracking().FirstAsync(s => s.School == pupil.School && s.Path == pupil.Path, cancel);
        var leaves = await db.Records<PupilLeave>().AsNoTracking().Where(l => l.Pupil == pupil.Id).Select(l => l.Compound).ToListAsync(cancel);
        var alerts = await db.Unfiltered<SchoolAlert>().AsNoTracking().Where(a => a.Pupil == pupil.Id).OrderByDescending(a => a.Id).Take(MostAlerts).ToListAsync(cancel);
        var (state, fix, battery, windows) = await watch.Now(pupil, now, cancel);
        return new(
            child.Person, child.Name, pupil.Card, (school.NameZh, school.NameEn), [.. leaves.Prepend(pupil.Compound).Select(c => book.NameOf(c))], ScopePath.Parse(pupil.Compound, null), [.. leaves.Select(l => ScopePath.Parse(l, null).Code)], state, fix?.At, battery,
            fix?.Point.Latitude, fix?.Point.Longitude, windows,
            [.. alerts.Select(a => new PupilAlert(a.Id, a.Kind, a.CauseAt, a.ToldAt, a.What, a.WhatAt, a.AcknowledgedAt, a.ClosedAt))]);
    }
}

/// <summary>Where a pupil is, from the latest word of the card within the window that is open now; outside of one it knows nothing.</summary>
internal sealed class PupilWatch(LinliDb db, SchoolPathBook book, SchoolMemory schools, ILatest latest)
{
    public async Task<(WayState State, (GeoPoint Point, DateTimeOffset At)? Fix, int? Battery, string Windows)> Now(Pupil pupil, DateTimeOffset now, CancellationToken cancel)
    {
        // The path is for everybody; whoever asks about the pupil has been asked who they are.
        var path = await db.Unfiltered<SchoolPathRow>().AsNoTracking().SingleAsync(p => p.Code == pupil.Path, cancel);
        if (!schools.MayKeep(new(pupil.Device), Reading.Position, now) || DutyHours.At(DutyHours.Parse(path.Windows) ?? [], now) is not { } window)
            return (WayState.Closed, null, null, path.Windows);
        var since = LocalTime.At(LocalTime.DateOf(now), window.From);
        var twin = latest.Of(new(pupil.Device));
        int? battery = twin.Values.TryGetValue(Measures.Battery.Code, out var charge) == true && charge.At >= since ? (int)Math.Round(charge.Value) : null;
        if (twin.Fix is not { } last || last.At < since)
            return (WayState.Silent, null, battery, path.Windows);
        var point = new GeoPoint(last.Fix.Latitude, last.Fix.Longitude);
        return (await Place(pupil, path, point, cancel), (point, last.At), battery, path.Windows);
    }

    private async Task<WayState> Place(Pupil pupil, SchoolPathRow path, GeoPoint point, CancellationToken cancel)
    {
        var at = point.ToGeometry();
        var school = await db.Records<PathSchool>().AsNoTracking().FirstAsync(s => s.School == pupil.School && s.Path == pupil.Path, cancel);
        if (SchoolPathBook.Shape(school.Grounds).Covers(at))
            return WayState.AtSchool;
        var leaves = await db.Records<PupilLeave>().AsNoTracking().Where(l => l.Pupil == pupil.Id).Select(l => l.Compound).ToListAsync(cancel);
        var homes = leaves.Prepend(pupil.Compound).Select(c => ScopePath.Parse(c, null)).ToList();
        if (homes.Exists(c => book.Ground(c)?.Covers(at) == true))
            return WayState.Home;
        if (MetricShape.Away(SchoolPathBook.LineOf(path), point) <= path.SideMetres)
            return WayState.OnPath;
        return homes.Exists(c => book.LeaveGround(path, c)?.Covers(at) == true) ? WayState.Home : WayState.OffPath;
    }
}
