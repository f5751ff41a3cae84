using System.Globalization;
using Linli.Bookings;
using Linli.Learning.AfterSchool;
using Linli.Learning.Children;
using Linli.Learning.Courses;
using Linli.Learning.Library;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Learning;

/// <summary>
/// A year of courses with invented learners, 罗蓝's five among them; a library with books that are out; children's places. The same for
/// the same day.
/// </summary>
internal sealed class LearningDemo(
    LinliDb db, IBookings bookings, IPastBookings past, IScopeTree tree, IPeople people, IHomeTies ties, ICareLists care, FieldCipher cipher) : IDemoSeeder
{
    private const string Luo = "和二-11-1-301";
    private const string Gu = "和二-4-1-302";
    private const string Lin = "和二-9-1-401";

    private DateTimeOffset last;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("courses.csv")) || tree.FindCode("hf") is not { } town || !await past.Room("sp-school", 45, null, cancel))
            return;
        last = Clock.ToMicroseconds(samples.Now.AddDays(-100));
        var known = await Known(town.Path, cancel);
        await SeedCourses(samples, town.Path, known, cancel);
        await SeedLibrary(samples, town.Path, known, cancel);
        await SeedPlaces(samples, cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private async Task SeedCourses(DemoSamples samples, ScopePath town, Residents known, CancellationToken cancel)
    {
        var (today, years, number, luos) = (LocalTime.DateOf(samples.Now), new Dictionary<(CourseProgramme, int), CourseYear>(), 0, 0);
        foreach (var row in Rows(samples, "courses.csv"))
        {
            var (programme, stream) = (Enum.Parse<CourseProgramme>(row["programme"], true), row["stream"].Length == 0 ? (CourseStream?)null : Enum.Parse<CourseStream>(row["stream"], true));
            var first = today.AddDays(Number(row["starts_in_days"]));
            if (!years.TryGetValue((programme, first.Year), out var year))
            {
                db.Insert(year = new()
                {
                    Id = Next(), Scope = town.Value, Programme = programme, Year = first.Year, LeastCourses = programme == CourseProgramme.College ? CourseRules.CollegeCourses : 1,
                    MostPerLearner = programme == CourseProgramme.College ? CourseRules.CollegeMost : null, PublishedAt = last,
                });
                years.Add((programme, first.Year), year);
            }

            var ages = CourseRules.AgesOf(programme, stream);
            var id = await Keep(row, town, year, stream, first, ages, cancel);
            var pupils = stream == CourseStream.FourThirty ? known.Children : [.. known.Adults.Where(p => p.Age >= (ages.Least ?? 0) && p.Age <= (ages.Most ?? 120))];
            var capacity = Number(row["capacity"]);
            // 罗蓝 has exactly five of the college's courses of this year that have begun.
            var luo = programme == CourseProgramme.College && first <= today && first.Year == today.Year && luos < CourseRules.CollegeMost && known.Luo is not null;
            var wanted = number % 7 == 2 ? capacity + 3 : capacity - 3 - (number % 6);
            var chosen = pupils.Where((p, i) => p.Person != known.Luo?.Person && ((i * 7) + (number * 11)) % 24 < (stream == CourseStream.FourThirty ? 24 : 9)).Take(Math.Min(wanted, pupils.Count)).ToList();
            if (luo)
            {
                luos++;
                chosen.Insert(0, known.Luo!);
            }

            await db.SaveChangesAsync(cancel);
            var turn = number;
            await past.Enrol(new(id.Id), [.. chosen.Select((p, i) => new PastPlace(p.Person, p.Account, LocalTime.At(first.AddDays(-20), new(9, 0)).AddMinutes(i * 3), m => ((m * 5) + (i * 3) + turn) % 9 != 0))], samples.Now, cancel);
            id.Monitor = stream == CourseStream.FourThirty || chosen.Count == 0 || first > today ? null : chosen[0].Person;
            number++;
            // What is written already would be looked through again at every further meeting.
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }

        if (known.Children.Count > 0 && known.Children[0] is { Account: { } guardian } child)
            db.Records<Collector>().Add(new()
            {
                Id = Next(), Child = child.Person, Name = cipher.Seal("许兰芬"), NameMask = Masked.Name("许兰芬"), Relation = "外婆", Code = cipher.Seal("4268"), By = guardian, At = last,
            });
        await db.SaveChangesAsync(cancel);
    }

    private async Task<Course> Keep(TableRow row, ScopePath town, CourseYear year, CourseStream? stream, DateOnly first, (int? Least, int? Most) ages, CancellationToken cancel)
    {
        Course Describe(Guid id) => new()
        {
            Id = id, Scope = town.Value, Catalogue = year.Id, Programme = year.Programme, Year = year.Year, Stream = stream, TitleZh = row["title_zh"], TitleEn = row["title_en"], About = row["about"], Teacher = row["teacher"],
            Room = "sp-school", FirstDay = first, From = TimeOnly.ParseExact(row["from"], "HH:mm", CultureInfo.InvariantCulture), Minutes = Number(row["minutes"]), Days = row["days"], Meetings = Number(row["meetings"]),
            Capacity = Number(row["capacity"]), FeeFen = Number(row["fee_fen"]), LeastAge = ages.Least, MostAge = ages.Most, At = last,
        };
        var kept = await new CourseBook(db, bookings).Keep(Describe(Guid.Empty), year, true, cancel);
        if (!kept.Ok)
            throw new InvalidDataException($"courses.csv, line {row.Number}: {kept.Problem.Message.En}");
        var course = Describe(kept.Value.Value);
        db.Insert(course);
        return course;
    }

    private async Task SeedLibrary(DemoSamples samples, ScopePath town, Residents known, CancellationToken cancel)
    {
        var today = LocalTime.DateOf(samples.Now);
        foreach (var (code, zh, en, space) in new[] { ("hefeng", "和滨区图书馆和风里分馆", "Hefengli branch library", "sp-growth"), ("study", "映月共享书房", "Yingyue shared study", "sp-hub-study") })
            db.Insert(new Branch { Code = code, Scope = town.Value, NameZh = zh, NameEn = en, Space = space, LoanDays = 30, MostLoans = 10, MostRenewals = 1, HoldDays = 3 });
        var (books, copies, number) = (new List<Book>(), new List<BookCopy>(), 0);
        foreach (var row in Rows(samples, "books.csv"))
        {
            var book = new Book { Id = Next(), Title = row["title"], Author = row["author"], Publisher = row["publisher"], Year = Number(row["year"]), Class = row["class"], ForChildren = row["children"] == "1", At = last };
            books.Add(book);
            for (var i = 0; i < Number(row["copies"]); i++)
                copies.Add(new() { Barcode = $"HF{++number:000000}", Scope = town.Value, Book = book.Id, Branch = row["branch"], Shelf = row["shelf"], State = CopyState.Shelf });
        }

        var readers = known.Adults.Where((_, i) => i % 6 == 1).Take(24).ToList();
        if (known.Gu is { } gu)
            readers.Insert(0, gu);
        readers = [.. readers.DistinctBy(r => r.Person)];
        for (var i = 0; i < readers.Count; i++)
        {
            db.Records<Reader>().Add(new() { Person = readers[i].Person, Card = $"{31_000_000 + (i * 7919)}", KeepsHistory = i % 9 == 4, At = last });
            var copy = copies[(i * 2) + 1];
            var (days, late) = (2 + (i * 5 % 31), i % 11 == 7 ? 4 : 0);
            copy.State = CopyState.Lent;
            db.Insert(new Loan
            {
                Id = Next(), Scope = town.Value, Barcode = copy.Barcode, Book = copy.Book, Branch = copy.Branch, Reader = readers[i].Person, OutAt = LocalTime.At(today.AddDays(-days - late), new(15, 0)), Due = today.AddDays(late > 0 ? -late : 30 - Math.Min(days, 28)),
                OpenKey = copy.Barcode,
            });
        }

        // The child's parents put her on the card of a neighbour who reads to her every week.
        if (known is { Gu: { } holder, Children: [{ Account: { } parent } child, ..] })
            db.Records<FamilyMember>().Add(new() { Holder = holder.Person, Member = child.Person, By = parent, At = last });
        for (var day = 1; day <= 60; day++)
            db.Insert(new LoanDay { Branch = day % 3 == 0 ? "study" : "hefeng", Day = today.AddDays(-day), Scope = town.Value, Loans = 12 + (day * 7 % 19) });
        await db.InsertMany(books, cancel);
        await db.InsertMany(copies, cancel);
        foreach (var (zh, en, about, places, from, minutes) in new[]
        {
            ("电脑学习区 · 上午", "Laptop desks, morning", "有电源和无线网", 24, "09:00", 180), ("电脑学习区 · 下午", "Laptop desks, afternoon", "有电源和无线网", 24, "13:00", 240),
            ("长者阅览区 · 上午", "Readers' corner for elders, morning", "有放大镜、老花镜和热水", 16, "09:00", 180), ("少儿阅读区 · 下午", "Children's area, afternoon", "单独一间，可以出声读", 20, "13:00", 240),
        })
            await Keep(new(LibraryParts.SeatKind, town, (zh, en), new() { OpensDaysBefore = 7, CancelHours = 1, NoShow = new(3, 30, 7), Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Day, 2)] })
            {
                About = about, Capacity = places, Times = new(today, TimeOnly.ParseExact(from, "HH:mm", CultureInfo.InvariantCulture), minutes, $"FREQ=DAILY;UNTIL={today.AddDays(21):yyyyMMdd}", HolidayRule.AsWritten),
            }, cancel);
        var saturday = today.AddDays((6 - (int)today.DayOfWeek + 7) % 7);
        await Keep(new(LibraryParts.EventKind, town, ("周六绘本故事会", "Saturday stories"), new() { OpensDaysBefore = 14, MostParty = 4, CancelHours = 2 }) { About = "志愿者阿姨讲两本绘本，再一起画一张。", Capacity = 24, Times = new(saturday, new(10, 0), 60, $"FREQ=WEEKLY;UNTIL={saturday.AddDays(56):yyyyMMdd}") }, cancel);
        await Keep(new(LibraryParts.EventKind, town, ("夜读会：四季养生", "Reading evening: health by the seasons"), new() { OpensDaysBefore = 21, MostParty = 2, CancelHours = 2 }) { About = "一本书、一壶茶，每人读一段。", Capacity = 20, Times = new(saturday.AddDays(-2 + 7), new(18, 30), 90) }, cancel);
    }

    private async Task SeedPlaces(DemoSamples samples, CancellationToken cancel)
    {
        var today = LocalTime.DateOf(samples.Now);
        foreach (var row in Rows(samples, "children_places.csv"))
        {
            if (tree.FindCode(row["place"]) is not { } place)
                continue;
            var one = new ChildrenPlace
            {
                Code = row["code"], Scope = place.Path.Value, Kind = Enum.Parse<ChildrenPlaceKind>(row["kind"]), NameZh = row["name_zh"], NameEn = row["name_en"], About = row["about"], Space = row["space"].Length == 0 ? null : row["space"],
                LeastAge = row["least_age"].Length == 0 ? null : Number(row["least_age"]), MostAge = row["most_age"].Length == 0 ? null : Number(row["most_age"]), Places = Number(row["places"]), Staffed = row["staffed"] == "yes",
            };
            if (one.Staffed)
                one.Offering = await Keep(new(ChildrenRules.BookingKind, place.Path, one.Name, new() { LeastAge = one.LeastAge, MostAge = one.MostAge, OpensDaysBefore = 14, CancelHours = 2, MostParty = 3 })
                {
                    About = one.About, Capacity = one.Places, Times = new(today, TimeOnly.ParseExact(row["from"], "HH:mm", CultureInfo.InvariantCulture), Number(row["minutes"]), $"FREQ=WEEKLY;BYDAY={row["days"]}"),
                }, cancel);
            db.Insert(one);
        }
    }

    private async Task<OfferingId> Keep(OfferingPlan plan, CancellationToken cancel)
    {
        var kept = await bookings.Keep(plan, cancel);
        return kept.Ok ? kept.Value : throw new InvalidDataException($"{plan.Title.En}: {kept.Problem.Message.En}");
    }

    // Who has an account, with their age; the child of the story by her guardian.
    private async Task<Residents> Known(ScopePath town, CancellationToken cancel)
    {
        var adults = new List<DemoLearner>();
        foreach (var account in (await people.ResidentsAt(town, cancel)).Order())
            if (await care.PersonOf(account, cancel) is { } person && await care.Facts(person, cancel) is { IsAlive: true, Age: >= 18 and var age })
                adults.Add(new(person, account, age));
        var children = new List<DemoLearner>();
        foreach (var parent in await ties.AtHome(Lin, cancel))
            foreach (var ward in await care.WardsOf(parent.Account, cancel))
                if (children.TrueForAll(c => c.Person != ward))
                    children.Add(new(ward, parent.Account, 10));
        // Pupils of the register who have no account: their families enrolled them at the desk.
        foreach (var member in await care.Members("child_hardship", town, cancel))
            if (children.TrueForAll(c => c.Person != member.Person) && await care.Facts(member.Person, cancel) is { IsAlive: true, Age: >= 6 and <= 15 and var age })
                children.Add(new(member.Person, null, age));
        async Task<DemoLearner?> At(string home) => (await ties.AtHome(home, cancel)).OrderBy(t => t.Id).Select(t => adults.Find(a => a.Person == t.Person)).FirstOrDefault();
        return new(adults, children, await At(Luo), await At(Gu));
    }

    private Guid Next() => Guid.CreateVersion7(last = last.AddSeconds(20));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        if (!File.Exists(samples.File(file)))
            yield break;
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }

    private sealed record DemoLearner(Guid Person, Guid? Account, int Age);

    private sealed record Residents(IReadOnlyList<DemoLearner> Adults, IReadOnlyList<DemoLearner> Children, DemoLearner? Luo, DemoLearner? Gu);
}
