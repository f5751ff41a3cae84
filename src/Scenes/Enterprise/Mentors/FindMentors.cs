using Linli.Bookings;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Mentors;

/// <summary>The directory of mentors with their free times (导师名录); everybody in it agreed to be.</summary>
/// <param name="Q">Words in field, language, name or introduction.</param>
/// <param name="Id">Only this one.</param>
internal sealed record FindMentors(string? Q = null, Guid? Id = null) : IQuery<IReadOnlyList<MentorLine>>;

/// <summary>A mentor as everybody sees them.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">As they want to be called.</param>
/// <param name="Fields">What they can help with.</param>
/// <param name="Languages">Languages.</param>
/// <param name="About">Introduction.</param>
/// <param name="Free">Free times of the next two weeks.</param>
internal sealed record MentorLine(Guid Id, string Name, string Fields, string Languages, string About, IReadOnlyList<SessionView> Free);

/// <summary>The caller's own side as a mentor: profile, hours, and who asked what.</summary>
internal sealed record MyMentoring : IQuery<Mentoring>;

/// <summary>The side of a mentor.</summary>
/// <param name="Profile">What is listed; <c>null</c> for nobody's.</param>
/// <param name="State">How it stands.</param>
/// <param name="Reason">Why it was not accepted.</param>
/// <param name="Hours">When they have time.</param>
/// <param name="Talks">Talks, the latest first.</param>
/// <param name="Consent">The text to agree to.</param>
internal sealed record Mentoring(MentorLine? Profile, MentorState? State, string? Reason, IReadOnlyList<HoursLine> Hours, IReadOnlyList<Talk> Talks, ConsentText? Consent);

/// <summary>Hours of a mentor.</summary>
internal sealed record HoursLine(Guid Id, string Days, TimeOnly From, TimeOnly Until, int SlotMinutes);

/// <summary>Talks that the caller booked with mentors.</summary>
public sealed record MyTalks : IQuery<IReadOnlyList<Talk>>;

/// <summary>A talk as its two people see it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Reservation">The booking: changed and cancelled under my bookings.</param>
/// <param name="With">The mentor's name; for the mentor, that of the founder, masked.</param>
/// <param name="Start">Begin, UTC.</param>
/// <param name="State">How the booking stands.</param>
/// <param name="About">What it is about.</param>
/// <param name="Notes">Notes of both.</param>
public sealed record Talk(Guid Id, ReservationId Reservation, string With, DateTimeOffset Start, ReservationState? State, string About, IReadOnlyList<TalkNote> Notes);

/// <summary>A note to a talk.</summary>
/// <param name="ByMentor">Whether the mentor wrote it.</param>
/// <param name="Text">What it says.</param>
/// <param name="At">When, UTC.</param>
public sealed record TalkNote(bool ByMentor, string Text, DateTimeOffset At);

internal sealed class FindMentorsHandler(LinliDb db, IBookings bookings, IPeople people, IConsentForms consents, FieldCipher cipher, MentorBook book, CurrentCaller current)
    : IHandler<FindMentors, IReadOnlyList<MentorLine>>, IHandler<MyMentoring, Mentoring>, IHandler<MyTalks, IReadOnlyList<Talk>>, IUseCase
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/mentors", (UseCaseRunner run, CancellationToken cancel, string? q = null, Guid? id = null) => run.Answer(new FindMentors(q, id), cancel)).Needs(Access.Public).WithTags("Mentors").WithSummary("The directory of mentors 导师名录");
        api.MapGet("/mentors/me", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyMentoring(), cancel)).Needs(Access.SignedIn).WithTags("Mentors").WithSummary("My side as a mentor");
        api.MapGet("/mentors/talks", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyTalks(), cancel)).Needs(Access.SignedIn).WithTags("Mentors").WithSummary("My talks with mentors");
    }

    public async Task<Result<IReadOnlyList<MentorLine>>> Handle(FindMentors request, CancellationToken cancel)
    {
        // Listed for everybody.
        var mentors = await db.Unfiltered<Mentor>().AsNoTracking().Where(m => m.State == MentorState.Listed && (request.Id == null || m.Id == request.Id)).OrderBy(m => m.At).Take(500).ToListAsync(cancel);
        var words = request.Q?.Trim();
        if (!string.IsNullOrEmpty(words))
            mentors = mentors.FindAll(m => $"{m.Name} {m.Fields} {m.Languages} {m.About}".Contains(words, StringComparison.OrdinalIgnoreCase));
        mentors = [.. mentors.Take(Most)];
        var free = (await bookings.Sessions(mentors.ConvertAll(m => m.Offering), book.Now, book.Now.AddDays(MentorRules.HorizonDays + 1), cancel))
            .Where(s => s.State == SessionState.Planned && s.Start > book.Now && s.Left > 0).ToLookup(s => s.Offering);
        return mentors.ConvertAll(m => Line(m, [.. free[m.Offering]]));
    }

    public async Task<Result<Mentoring>> Handle(MyMentoring request, CancellationToken cancel)
    {
        var text = await consents.Text(MentorRules.ConsentCode, cancel);
        // The caller's own.
        if (current.Value.Person is not { } me || await db.Unfiltered<Mentor>().AsNoTracking().SingleOrDefaultAsync(m => m.Person == me, cancel) is not { } mentor)
            return new Mentoring(null, null, null, [], [], text);
        var hours = await db.Unfiltered<MentorHours>().AsNoTracking().Where(h => h.Mentor == mentor.Id).OrderBy(h => h.Days).ThenBy(h => h.From).ToListAsync(cancel);
        var talks = await db.Unfiltered<Consultation>().AsNoTracking().Where(c => c.Mentor == mentor.Id).OrderByDescending(c => c.Start).Take(Most).ToListAsync(cancel);
        var names = await people.NamesOf([.. talks.Select(t => t.Account).Distinct()], cancel);
        return new Mentoring(
            Line(mentor, []), mentor.State, mentor.Reason, hours.ConvertAll(h => new HoursLine(h.Id, h.Days, h.From, h.Until, h.SlotMinutes)), await Show(talks, t => names.GetValueOrDefault(t.Account) ?? "—", cancel), text);
    }

    public async Task<Result<IReadOnlyList<Talk>>> Handle(MyTalks request, CancellationToken cancel)
    {
        var me = current.Value.Person;
        // The caller's own.
        var talks = me is null ? [] : await db.Unfiltered<Consultation>().AsNoTracking().Where(c => c.Person == me).OrderByDescending(c => c.Start).Take(Most).ToListAsync(cancel);
        var ids = talks.ConvertAll(t => t.Mentor);
        var names = await db.Unfiltered<Mentor>().Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        return await Show(talks, t => names[t.Mentor], cancel);
    }

    // What the two wrote for each other: asked for by one of them.
    private async Task<List<Talk>> Show(List<Consultation> talks, Func<Consultation, string> with, CancellationToken cancel)
    {
        var ids = talks.ConvertAll(t => t.Id);
        var notes = (await db.Unfiltered<ConsultationNote>().AsNoTracking().Where(n => ids.Contains(n.Consultation)).OrderBy(n => n.At).ToListAsync(cancel)).ToLookup(n => n.Consultation);
        var states = (await bookings.Of([.. talks.Select(t => t.Person).OfType<Guid>().Distinct()], MentorRules.Kind, cancel))
            .Where(r => r.State != ReservationState.Cancelled).ToDictionary(r => r.Id, r => (ReservationState?)r.State);
        return talks.ConvertAll(t => new Talk(
            t.Id, t.Reservation, with(t), t.Start, states.GetValueOrDefault(t.Reservation), cipher.Open(t.About), [.. notes[t.Id].Select(n => new TalkNote(n.ByMentor, cipher.Open(n.Text), n.At))]));
    }

    private static MentorLine Line(Mentor m, IReadOnlyList<SessionView> free) => new(m.Id, m.Name, m.Fields, m.Languages, m.About, free);
}
