using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linli.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "bookings_attendance",
                columns: table => new
                {
                    Meeting = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reservation = table.Column<Guid>(type: "TEXT", nullable: false),
                    Present = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Scanned = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookings_attendance", x => new { x.Meeting, x.Reservation });
                });

            migrationBuilder.CreateTable(
                name: "bookings_draw_ticket",
                columns: table => new
                {
                    Session = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Party = table.Column<int>(type: "INTEGER", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookings_draw_ticket", x => new { x.Session, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "bookings_feed",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Resource = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: true),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookings_feed", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bookings_occupancy",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Resource = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    Use = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Session = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookings_occupancy", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bookings_offering",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    TitleZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Resources = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    Use = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    Terms = table.Column<string>(type: "TEXT", maxLength: 40000, nullable: false),
                    Operator = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Open = table.Column<bool>(type: "INTEGER", nullable: false),
                    FirstDay = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    From = table.Column<TimeOnly>(type: "TEXT", nullable: true),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: true),
                    Rule = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Holidays = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Except = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    Also = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    PlannedUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookings_offering", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bookings_resource",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    SetUpMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    Uses = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Lending = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookings_resource", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "bookings_session",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Series = table.Column<Guid>(type: "TEXT", nullable: true),
                    IsSeries = table.Column<bool>(type: "INTEGER", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Start = table.Column<long>(type: "INTEGER", nullable: false),
                    End = table.Column<long>(type: "INTEGER", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Slot = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    Taken = table.Column<int>(type: "INTEGER", nullable: false),
                    Waiting = table.Column<int>(type: "INTEGER", nullable: false),
                    LastTurn = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StateNote = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Topic = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Use = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    DrawAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Seed = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    SeedHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    DrawnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DrawPlaces = table.Column<int>(type: "INTEGER", nullable: true),
                    Settled = table.Column<bool>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    MovedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookings_session", x => x.Id);
                    table.CheckConstraint("ck_bookings_session_taken", "\"Taken\" >= 0 AND \"Taken\" <= \"Capacity\" AND \"Waiting\" >= 0");
                });

            migrationBuilder.CreateTable(
                name: "cases_answer",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Question = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    LabelZh = table.Column<string>(type: "TEXT", nullable: false),
                    LabelEn = table.Column<string>(type: "TEXT", nullable: false),
                    ValueZh = table.Column<string>(type: "TEXT", nullable: false),
                    ValueEn = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_answer", x => new { x.Case, x.Question });
                });

            migrationBuilder.CreateTable(
                name: "cases_answer_template",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    TextZh = table.Column<string>(type: "TEXT", nullable: false),
                    TextEn = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_answer_template", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_case",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Community = table.Column<string>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Category = table.Column<string>(type: "TEXT", nullable: false),
                    Channel = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Mode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Priority = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    PublicTitle = table.Column<string>(type: "TEXT", nullable: true),
                    PublicText = table.Column<string>(type: "TEXT", nullable: true),
                    PlaceText = table.Column<string>(type: "TEXT", nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    IsPublic = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsConfidential = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsAnonymous = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reporter = table.Column<Guid>(type: "TEXT", nullable: true),
                    ContactName = table.Column<string>(type: "TEXT", nullable: true),
                    ContactPhone = table.Column<string>(type: "TEXT", nullable: true),
                    ContactEmail = table.Column<string>(type: "TEXT", nullable: true),
                    ContactMask = table.Column<string>(type: "TEXT", nullable: true),
                    OnBehalfOf = table.Column<Guid>(type: "TEXT", nullable: true),
                    LoggedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Team = table.Column<string>(type: "TEXT", nullable: true),
                    Handler = table.Column<Guid>(type: "TEXT", nullable: true),
                    Steward = table.Column<Guid>(type: "TEXT", nullable: true),
                    IsSupervised = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reopened = table.Column<int>(type: "INTEGER", nullable: false),
                    Rating = table.Column<int>(type: "INTEGER", nullable: true),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    HappenedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AcceptedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FirstAnsweredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AcceptDue = table.Column<long>(type: "INTEGER", nullable: true),
                    FirstAnswerDue = table.Column<long>(type: "INTEGER", nullable: true),
                    FinishDue = table.Column<long>(type: "INTEGER", nullable: true),
                    NextDue = table.Column<long>(type: "INTEGER", nullable: true),
                    Rung = table.Column<string>(type: "TEXT", nullable: false),
                    RingAt = table.Column<long>(type: "INTEGER", nullable: true),
                    MergedInto = table.Column<Guid>(type: "TEXT", nullable: true),
                    RelatedTo = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExternalKey = table.Column<string>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_case", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_category",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Parent = table.Column<string>(type: "TEXT", nullable: true),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Icon = table.Column<string>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    TeamKind = table.Column<string>(type: "TEXT", nullable: false),
                    Team = table.Column<string>(type: "TEXT", nullable: true),
                    Open311 = table.Column<bool>(type: "INTEGER", nullable: false),
                    DescriptionZh = table.Column<string>(type: "TEXT", nullable: false),
                    DescriptionEn = table.Column<string>(type: "TEXT", nullable: false),
                    Keywords = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_category", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "cases_category_question",
                columns: table => new
                {
                    Category = table.Column<string>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Required = table.Column<bool>(type: "INTEGER", nullable: false),
                    LabelZh = table.Column<string>(type: "TEXT", nullable: false),
                    LabelEn = table.Column<string>(type: "TEXT", nullable: false),
                    HintZh = table.Column<string>(type: "TEXT", nullable: false),
                    HintEn = table.Column<string>(type: "TEXT", nullable: false),
                    Options = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_category_question", x => new { x.Category, x.Code });
                });

            migrationBuilder.CreateTable(
                name: "cases_channel_message",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    From = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    To = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    Author = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReplyTo = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_channel_message", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_channel_receipt",
                columns: table => new
                {
                    Message = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_channel_receipt", x => new { x.Message, x.Account });
                });

            migrationBuilder.CreateTable(
                name: "cases_clock_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Jurisdiction = table.Column<string>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Priority = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Clock = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Amount = table.Column<int>(type: "INTEGER", nullable: false),
                    Unit = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    EffectiveFrom = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    EffectiveTo = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_clock_rule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_co_handler",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Team = table.Column<string>(type: "TEXT", nullable: false),
                    Task = table.Column<string>(type: "TEXT", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Result = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_co_handler", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_entry",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    Action = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Audience = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Actor = table.Column<Guid>(type: "TEXT", nullable: true),
                    ActorTeam = table.Column<string>(type: "TEXT", nullable: true),
                    Text = table.Column<string>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Detail = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_entry", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_evidence",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    File = table.Column<Guid>(type: "TEXT", nullable: false),
                    Phase = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    AddedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Entry = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_evidence", x => new { x.Case, x.File });
                });

            migrationBuilder.CreateTable(
                name: "cases_extension",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    WorkingDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    Granted = table.Column<bool>(type: "INTEGER", nullable: true),
                    DecisionNote = table.Column<string>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_extension", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_follower",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    From = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_follower", x => new { x.Case, x.Account });
                });

            migrationBuilder.CreateTable(
                name: "cases_mediation_agreement",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Terms = table.Column<string>(type: "TEXT", nullable: false),
                    AgreedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FollowUpOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    FollowedUpAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Kept = table.Column<bool>(type: "INTEGER", nullable: true),
                    FollowUpNote = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_mediation_agreement", x => x.Case);
                });

            migrationBuilder.CreateTable(
                name: "cases_mediation_party",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Phone = table.Column<string>(type: "TEXT", nullable: true),
                    Claim = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_mediation_party", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_visit",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    PlannedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Place = table.Column<string>(type: "TEXT", nullable: false),
                    Visitor = table.Column<Guid>(type: "TEXT", nullable: true),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Notes = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_visit", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cockpit_hand_over",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    From = table.Column<Guid>(type: "TEXT", nullable: true),
                    GivenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    To = table.Column<Guid>(type: "TEXT", nullable: true),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OpenAlarms = table.Column<int>(type: "INTEGER", nullable: false),
                    Alarms = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Notes = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cockpit_hand_over", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cockpit_shift",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    MissingToldAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cockpit_shift", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "deliberation_survey",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Intro = table.Column<string>(type: "TEXT", nullable: true),
                    Unit = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    OpensAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClosesAt = table.Column<long>(type: "INTEGER", nullable: false),
                    MinAge = table.Column<int>(type: "INTEGER", nullable: true),
                    MaxAge = table.Column<int>(type: "INTEGER", nullable: true),
                    Relations = table.Column<string>(type: "TEXT", nullable: false),
                    Target = table.Column<int>(type: "INTEGER", nullable: true),
                    Questions = table.Column<string>(type: "TEXT", nullable: false),
                    Quotas = table.Column<string>(type: "TEXT", nullable: false),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Outcome = table.Column<string>(type: "TEXT", nullable: true),
                    Told = table.Column<bool>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliberation_survey", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_consultation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Mentor = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Reservation = table.Column<Guid>(type: "TEXT", nullable: false),
                    Session = table.Column<Guid>(type: "TEXT", nullable: false),
                    Start = table.Column<long>(type: "INTEGER", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_consultation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_consultation_note",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Consultation = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ByMentor = table.Column<bool>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_consultation_note", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_desk_plan",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    FeeFen = table.Column<long>(type: "INTEGER", nullable: false),
                    RoomHours = table.Column<int>(type: "INTEGER", nullable: false),
                    DeskFen = table.Column<long>(type: "INTEGER", nullable: false),
                    RoomFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Seats = table.Column<int>(type: "INTEGER", nullable: false),
                    Open = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_desk_plan", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_desk_space",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    HotDesks = table.Column<int>(type: "INTEGER", nullable: false),
                    GuestFen = table.Column<long>(type: "INTEGER", nullable: false),
                    From = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Noon = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: false),
                    PlannedUntil = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_desk_space", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_estate",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    OfferHours = table.Column<int>(type: "INTEGER", nullable: false),
                    DepositMonths = table.Column<int>(type: "INTEGER", nullable: false),
                    TermMonths = table.Column<int>(type: "INTEGER", nullable: false),
                    NoticeDays = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_estate", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_fixed_desk",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Since = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Gone = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Membership = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_fixed_desk", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_flat",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Estate = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Building = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Unit = table.Column<int>(type: "INTEGER", nullable: false),
                    Door = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    Layout = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: false),
                    RentFen = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Holder = table.Column<Guid>(type: "TEXT", nullable: true),
                    RepairNote = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_flat", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_flat_checked",
                columns: table => new
                {
                    Tenancy = table.Column<Guid>(type: "TEXT", nullable: false),
                    Out = table.Column<bool>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Condition = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Photo = table.Column<Guid>(type: "TEXT", nullable: true),
                    ChargeFen = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_flat_checked", x => new { x.Tenancy, x.Out, x.Order });
                });

            migrationBuilder.CreateTable(
                name: "enterprise_flat_kit",
                columns: table => new
                {
                    Estate = table.Column<Guid>(type: "TEXT", nullable: false),
                    Layout = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_flat_kit", x => new { x.Estate, x.Layout, x.Order });
                });

            migrationBuilder.CreateTable(
                name: "enterprise_flat_rent",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Tenancy = table.Column<Guid>(type: "TEXT", nullable: false),
                    Estate = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PaidAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Payment = table.Column<Guid>(type: "TEXT", nullable: true),
                    Payer = table.Column<Guid>(type: "TEXT", nullable: true),
                    RemindedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_flat_rent", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_flat_request",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Round = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Ticket = table.Column<int>(type: "INTEGER", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Grant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Priority = table.Column<int>(type: "INTEGER", nullable: false),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: false),
                    Layout = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Rank = table.Column<int>(type: "INTEGER", nullable: true),
                    Flat = table.Column<Guid>(type: "TEXT", nullable: true),
                    OfferedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_flat_request", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_flat_round",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Estate = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Places = table.Column<int>(type: "INTEGER", nullable: false),
                    ApplyUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Seed = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    DrawnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastTicket = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_flat_round", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_flat_tenancy",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Estate = table.Column<Guid>(type: "TEXT", nullable: false),
                    Flat = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    Grant = table.Column<Guid>(type: "TEXT", nullable: true),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    OfferedUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    RentFen = table.Column<long>(type: "INTEGER", nullable: false),
                    DepositFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Layout = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: false),
                    NoticeDays = table.Column<int>(type: "INTEGER", nullable: false),
                    CapFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Rule = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    SignBy = table.Column<long>(type: "INTEGER", nullable: true),
                    TenantSignedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    KeeperSignedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    KeeperSignedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Deposit = table.Column<Guid>(type: "TEXT", nullable: true),
                    Payer = table.Column<Guid>(type: "TEXT", nullable: true),
                    InByKeeper = table.Column<long>(type: "INTEGER", nullable: true),
                    InByTenant = table.Column<long>(type: "INTEGER", nullable: true),
                    MovedIn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LeaveBy = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LeaveReason = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    OutByKeeper = table.Column<long>(type: "INTEGER", nullable: true),
                    OutByTenant = table.Column<long>(type: "INTEGER", nullable: true),
                    MovedOut = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    RefundFen = table.Column<long>(type: "INTEGER", nullable: true),
                    Replaces = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_flat_tenancy", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_meeting_room",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Seats = table.Column<int>(type: "INTEGER", nullable: false),
                    GuestFen = table.Column<long>(type: "INTEGER", nullable: false),
                    From = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Open = table.Column<bool>(type: "INTEGER", nullable: false),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: false),
                    PlannedUntil = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_meeting_room", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_membership",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Plan = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Team = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Wished = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    FeeFen = table.Column<long>(type: "INTEGER", nullable: false),
                    RoomHours = table.Column<int>(type: "INTEGER", nullable: false),
                    DeskFen = table.Column<long>(type: "INTEGER", nullable: false),
                    RoomFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Seats = table.Column<int>(type: "INTEGER", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Leaving = table.Column<bool>(type: "INTEGER", nullable: false),
                    Desk = table.Column<int>(type: "INTEGER", nullable: true),
                    Invite = table.Column<string>(type: "TEXT", maxLength: 8, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    PayBefore = table.Column<long>(type: "INTEGER", nullable: true),
                    WarnedOf = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_membership", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_membership_term",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Membership = table.Column<Guid>(type: "TEXT", nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Months = table.Column<int>(type: "INTEGER", nullable: false),
                    FeeFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Posting = table.Column<Guid>(type: "TEXT", nullable: true),
                    BackFen = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_membership_term", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_mentor",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Fields = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Languages = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_mentor", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_mentor_hours",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Mentor = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Days = table.Column<string>(type: "TEXT", maxLength: 7, nullable: false),
                    From = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    SlotMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    PlannedUntil = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_mentor_hours", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_outcome",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Project = table.Column<Guid>(type: "TEXT", nullable: false),
                    Programme = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    ReviewedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_outcome", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_programme",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Places = table.Column<int>(type: "INTEGER", nullable: false),
                    ApplyUntil = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_programme", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_programme_stage",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Programme = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_programme_stage", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_project",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Programme = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Pitch = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Mentor = table.Column<Guid>(type: "TEXT", nullable: true),
                    StagesDone = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_project", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_talent_appeal",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Application = table.Column<Guid>(type: "TEXT", nullable: false),
                    OfEnd = table.Column<bool>(type: "INTEGER", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Grounds = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Decider = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_talent_appeal", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_talent_application",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: true),
                    Number = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rule = table.Column<Guid>(type: "TEXT", nullable: false),
                    Category = table.Column<Guid>(type: "TEXT", nullable: false),
                    Months = table.Column<int>(type: "INTEGER", nullable: false),
                    OwnsHome = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Decider = table.Column<Guid>(type: "TEXT", nullable: true),
                    DeciderPerson = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_talent_application", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_talent_category",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rule = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Priority = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    WhoZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    WhoEn = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    MinMonths = table.Column<int>(type: "INTEGER", nullable: false),
                    NoHome = table.Column<bool>(type: "INTEGER", nullable: false),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_talent_category", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_talent_evidence",
                columns: table => new
                {
                    Application = table.Column<Guid>(type: "TEXT", nullable: false),
                    File = table.Column<Guid>(type: "TEXT", nullable: false),
                    Paper = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_talent_evidence", x => new { x.Application, x.File });
                });

            migrationBuilder.CreateTable(
                name: "enterprise_talent_paper",
                columns: table => new
                {
                    Category = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Required = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_talent_paper", x => new { x.Category, x.Code });
                });

            migrationBuilder.CreateTable(
                name: "enterprise_talent_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CapFen = table.Column<long>(type: "INTEGER", nullable: false),
                    CapPercent = table.Column<int>(type: "INTEGER", nullable: false),
                    MarketFen = table.Column<long>(type: "INTEGER", nullable: false),
                    MarketSource = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    DecideDays = table.Column<int>(type: "INTEGER", nullable: false),
                    AppealDays = table.Column<int>(type: "INTEGER", nullable: false),
                    AppealDecideDays = table.Column<int>(type: "INTEGER", nullable: false),
                    ValidMonths = table.Column<int>(type: "INTEGER", nullable: false),
                    GraceDays = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_talent_rule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enterprise_team_member",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Membership = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    LeftAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enterprise_team_member", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "governance_evidence_device",
                columns: table => new
                {
                    Device = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Place = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    ReviewedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Review = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    MarkedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    PublishedOn = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_governance_evidence_device", x => x.Device);
                });

            migrationBuilder.CreateTable(
                name: "governance_lead",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Inflow = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Device = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Alarm = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Picture = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Finding = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Case = table.Column<Guid>(type: "TEXT", nullable: true),
                    CaseRefused = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_governance_lead", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "governance_space_operation",
                columns: table => new
                {
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Since = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Government = table.Column<string>(type: "TEXT", nullable: false),
                    Collective = table.Column<string>(type: "TEXT", nullable: false),
                    Operator = table.Column<string>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_governance_space_operation", x => x.Space);
                });

            migrationBuilder.CreateTable(
                name: "hall_consultation",
                columns: table => new
                {
                    Hall = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Topic = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_consultation", x => new { x.Hall, x.Day, x.Topic });
                });

            migrationBuilder.CreateTable(
                name: "hall_counter",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hall = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Site = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Clerk = table.Column<Guid>(type: "TEXT", nullable: true),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Ticket = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_counter", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "hall_file",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Hall = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Ticket = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Sharing = table.Column<Guid>(type: "TEXT", nullable: true),
                    VisitAt = table.Column<long>(type: "INTEGER", nullable: true),
                    VisitNote = table.Column<string>(type: "TEXT", nullable: true),
                    VisitFrom = table.Column<long>(type: "INTEGER", nullable: true),
                    VisitUntil = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_file", x => x.Case);
                });

            migrationBuilder.CreateTable(
                name: "hall_hall",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Hours = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Around = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    PriorityShare = table.Column<int>(type: "INTEGER", nullable: false),
                    AppointmentShare = table.Column<int>(type: "INTEGER", nullable: false),
                    WalkInShare = table.Column<int>(type: "INTEGER", nullable: false),
                    CallsBeforeAbsent = table.Column<int>(type: "INTEGER", nullable: false),
                    SecondsBetweenCalls = table.Column<int>(type: "INTEGER", nullable: false),
                    PlacesBehind = table.Column<int>(type: "INTEGER", nullable: false),
                    AbsentMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    MostReturns = table.Column<int>(type: "INTEGER", nullable: false),
                    TellAhead = table.Column<int>(type: "INTEGER", nullable: false),
                    ElderFrom = table.Column<int>(type: "INTEGER", nullable: false),
                    UsualMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    LaterDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: true),
                    SlotPlaces = table.Column<int>(type: "INTEGER", nullable: false),
                    SlotDays = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_hall", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "hall_item",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AboutZh = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    AboutEn = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    OfficeZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    OfficeEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Days = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    LegalDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    FeeZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FeeEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ByProxy = table.Column<bool>(type: "INTEGER", nullable: false),
                    Shorter = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Keywords = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Open = table.Column<bool>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_item", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "hall_item_paper",
                columns: table => new
                {
                    Item = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Lesser = table.Column<bool>(type: "INTEGER", nullable: false),
                    Droppable = table.Column<bool>(type: "INTEGER", nullable: false),
                    CoveredBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_item_paper", x => new { x.Item, x.Code });
                });

            migrationBuilder.CreateTable(
                name: "hall_matter",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Item = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Receipt = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    TakenInAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LaterUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    PromisedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Clerk = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_matter", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "hall_matter_paper",
                columns: table => new
                {
                    Matter = table.Column<Guid>(type: "TEXT", nullable: false),
                    Paper = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_matter_paper", x => new { x.Matter, x.Paper });
                });

            migrationBuilder.CreateTable(
                name: "hall_preparation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Item = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Ready = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Shared = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Sharing = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_preparation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "hall_proxy",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Principal = table.Column<string>(type: "TEXT", nullable: false),
                    PrincipalMask = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    PrincipalHash = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    PrincipalBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    PrincipalSeenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    PrincipalPerson = table.Column<Guid>(type: "TEXT", nullable: true),
                    PrincipalAccount = table.Column<Guid>(type: "TEXT", nullable: true),
                    Agent = table.Column<string>(type: "TEXT", nullable: false),
                    AgentMask = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    AgentHash = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    AgentBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    AgentSeenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Items = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    RecordedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    WitnessedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    WitnessedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ToldHow = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_proxy", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "hall_queue",
                columns: table => new
                {
                    Hall = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Site = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    PriorityPassed = table.Column<int>(type: "INTEGER", nullable: false),
                    AppointmentPassed = table.Column<int>(type: "INTEGER", nullable: false),
                    WalkInPassed = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_queue", x => new { x.Hall, x.Day, x.Purpose, x.Site });
                });

            migrationBuilder.CreateTable(
                name: "hall_site",
                columns: table => new
                {
                    Hall = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_site", x => new { x.Hall, x.Code });
                });

            migrationBuilder.CreateTable(
                name: "hall_ticket",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hall = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Site = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Lane = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Priority = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Item = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Secret = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reprints = table.Column<int>(type: "INTEGER", nullable: false),
                    Reservation = table.Column<Guid>(type: "TEXT", nullable: true),
                    BookedFrom = table.Column<long>(type: "INTEGER", nullable: true),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Rank = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    OnlyCounter = table.Column<Guid>(type: "TEXT", nullable: true),
                    Counter = table.Column<Guid>(type: "TEXT", nullable: true),
                    Calls = table.Column<int>(type: "INTEGER", nullable: false),
                    CalledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ServedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AbsentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Returns = table.Column<int>(type: "INTEGER", nullable: false),
                    Told = table.Column<bool>(type: "INTEGER", nullable: false),
                    Rating = table.Column<int>(type: "INTEGER", nullable: true),
                    RatingText = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    RatedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ContactedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SettledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SettledHow = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_ticket", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "hall_way",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Helper = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Proxy = table.Column<Guid>(type: "TEXT", nullable: true),
                    AppointmentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hall_way", x => new { x.Case, x.Way });
                });

            migrationBuilder.CreateTable(
                name: "health_age_scene",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Facility = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Position = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_age_scene", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "health_age_scene_item",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scene = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_age_scene_item", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_bed_stay",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Bed = table.Column<Guid>(type: "TEXT", nullable: false),
                    Centre = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    File = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Sensed = table.Column<bool>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_bed_stay", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_care_bed",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Centre = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Sensor = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_care_bed", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_care_centre",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Facility = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: false),
                    Beds = table.Column<int>(type: "INTEGER", nullable: false),
                    Operator = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_care_centre", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "health_care_done",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Item = table.Column<Guid>(type: "TEXT", nullable: false),
                    Plan = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_care_done", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_care_plan",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Centre = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Level = table.Column<string>(type: "TEXT", nullable: false),
                    Goal = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ReviewOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    AgreedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    AgreedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Paper = table.Column<string>(type: "TEXT", nullable: true),
                    Review = table.Column<string>(type: "TEXT", nullable: true),
                    ReviewedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RemindedOf = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    EndedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_care_plan", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_care_plan_item",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Plan = table.Column<Guid>(type: "TEXT", nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    TimesPerWeek = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_care_plan_item", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_care_service",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Centre = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_care_service", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_clinic",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Facility = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_clinic", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "health_department",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Clinic = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    LeastAge = table.Column<int>(type: "INTEGER", nullable: true),
                    MostAge = table.Column<int>(type: "INTEGER", nullable: true),
                    Position = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_department", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_doctor",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Department = table.Column<Guid>(type: "TEXT", nullable: false),
                    Clinic = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Skills = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: false),
                    Active = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_doctor", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_doctor_away",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Doctor = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_doctor_away", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_home_alert",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Centre = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Alarm = table.Column<Guid>(type: "TEXT", nullable: false),
                    CauseAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: false),
                    OverAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TakenBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Verdict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Done = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_home_alert", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_home_device",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Centre = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    PausedFrom = table.Column<long>(type: "INTEGER", nullable: true),
                    PausedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_home_device", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_nursery",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Facility = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: true),
                    Operator = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "health_nursery_age_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Jurisdiction = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    LeastMonths = table.Column<int>(type: "INTEGER", nullable: false),
                    UnderMonths = table.Column<int>(type: "INTEGER", nullable: false),
                    MostChildren = table.Column<int>(type: "INTEGER", nullable: false),
                    ChildrenPerCarer = table.Column<int>(type: "INTEGER", nullable: false),
                    EffectiveFrom = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    EffectiveTo = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery_age_rule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_nursery_attempt",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Child = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ByCode = table.Column<bool>(type: "INTEGER", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery_attempt", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_nursery_carers",
                columns: table => new
                {
                    Group = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Carers = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery_carers", x => new { x.Group, x.Day });
                });

            migrationBuilder.CreateTable(
                name: "health_nursery_child",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reservation = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Group = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    CallName = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery_child", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_nursery_collector",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Child = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameMask = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    NameHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Relation = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    CodeHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    CodeAt = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery_collector", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_nursery_fee",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Group = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reservation = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    Posting = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    BackAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery_fee", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_nursery_fee_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    CapFen = table.Column<long>(type: "INTEGER", nullable: false),
                    MarketLowFen = table.Column<long>(type: "INTEGER", nullable: false),
                    MarketHighFen = table.Column<long>(type: "INTEGER", nullable: false),
                    EffectiveFrom = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery_fee_rule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_nursery_group",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Nursery = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Places = table.Column<int>(type: "INTEGER", nullable: false),
                    Carers = table.Column<int>(type: "INTEGER", nullable: false),
                    FeeFen = table.Column<long>(type: "INTEGER", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Opens = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Closes = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery_group", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_nursery_handover",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Child = table.Column<Guid>(type: "TEXT", nullable: false),
                    Group = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    CameAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    LeftAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Collector = table.Column<Guid>(type: "TEXT", nullable: true),
                    ByCode = table.Column<bool>(type: "INTEGER", nullable: false),
                    HandedBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery_handover", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_nursery_look",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Child = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_nursery_look", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "health_shift",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Doctor = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Days = table.Column<string>(type: "TEXT", maxLength: 7, nullable: false),
                    From = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    SlotMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    Places = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    LastDay = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    OnHolidays = table.Column<bool>(type: "INTEGER", nullable: false),
                    PlannedUntil = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_shift", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "jt808_terminal",
                columns: table => new
                {
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    Identity = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_jt808_terminal", x => x.Device);
                });

            migrationBuilder.CreateTable(
                name: "learning_book",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Isbn = table.Column<string>(type: "TEXT", maxLength: 13, nullable: true),
                    Title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Author = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Publisher = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Year = table.Column<int>(type: "INTEGER", nullable: true),
                    Class = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    ForChildren = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_book", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "learning_branch",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    LoanDays = table.Column<int>(type: "INTEGER", nullable: false),
                    MostLoans = table.Column<int>(type: "INTEGER", nullable: false),
                    MostRenewals = table.Column<int>(type: "INTEGER", nullable: false),
                    HoldDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_branch", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "learning_card_member",
                columns: table => new
                {
                    Holder = table.Column<Guid>(type: "TEXT", nullable: false),
                    Member = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_card_member", x => new { x.Holder, x.Member });
                });

            migrationBuilder.CreateTable(
                name: "learning_children_place",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    LeastAge = table.Column<int>(type: "INTEGER", nullable: true),
                    MostAge = table.Column<int>(type: "INTEGER", nullable: true),
                    Places = table.Column<int>(type: "INTEGER", nullable: false),
                    ToddlerClass = table.Column<bool>(type: "INTEGER", nullable: false),
                    Staffed = table.Column<bool>(type: "INTEGER", nullable: false),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_children_place", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "learning_collector",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Child = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    NameMask = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    Relation = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_collector", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "learning_copy",
                columns: table => new
                {
                    Barcode = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Book = table.Column<Guid>(type: "TEXT", nullable: false),
                    Branch = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Shelf = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    KeptFor = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_copy", x => x.Barcode);
                });

            migrationBuilder.CreateTable(
                name: "learning_course",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Catalogue = table.Column<Guid>(type: "TEXT", nullable: false),
                    Programme = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Year = table.Column<int>(type: "INTEGER", nullable: false),
                    Stream = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    TitleZh = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Teacher = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Room = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    FirstDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    From = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    Days = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Meetings = table.Column<int>(type: "INTEGER", nullable: false),
                    Capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    FeeFen = table.Column<long>(type: "INTEGER", nullable: false),
                    LeastAge = table.Column<int>(type: "INTEGER", nullable: true),
                    MostAge = table.Column<int>(type: "INTEGER", nullable: true),
                    Monitor = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CancelledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_course", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "learning_course_wish",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Course = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_course_wish", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "learning_hand_over",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Course = table.Column<Guid>(type: "TEXT", nullable: false),
                    Meeting = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reservation = table.Column<Guid>(type: "TEXT", nullable: false),
                    Child = table.Column<Guid>(type: "TEXT", nullable: true),
                    Collector = table.Column<Guid>(type: "TEXT", nullable: true),
                    Guardian = table.Column<Guid>(type: "TEXT", nullable: true),
                    Relation = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_hand_over", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "learning_hold",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Book = table.Column<Guid>(type: "TEXT", nullable: false),
                    Branch = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Barcode = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadyUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    OpenKey = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_hold", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "learning_loan",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Barcode = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Book = table.Column<Guid>(type: "TEXT", nullable: false),
                    Branch = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reader = table.Column<Guid>(type: "TEXT", nullable: false),
                    For = table.Column<Guid>(type: "TEXT", nullable: true),
                    OutAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Due = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Renewals = table.Column<int>(type: "INTEGER", nullable: false),
                    ReturnedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OpenKey = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_loan", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "learning_loan_day",
                columns: table => new
                {
                    Branch = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Loans = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_loan_day", x => new { x.Branch, x.Day });
                });

            migrationBuilder.CreateTable(
                name: "learning_reader",
                columns: table => new
                {
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Card = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    KeepsHistory = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_reader", x => x.Person);
                });

            migrationBuilder.CreateTable(
                name: "learning_year",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Programme = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Year = table.Column<int>(type: "INTEGER", nullable: false),
                    LeastCourses = table.Column<int>(type: "INTEGER", nullable: false),
                    MostPerLearner = table.Column<int>(type: "INTEGER", nullable: true),
                    EnrolFrom = table.Column<long>(type: "INTEGER", nullable: true),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learning_year", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_account",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    OwnerKind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    OwnerKey = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Unit = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Floor = table.Column<long>(type: "INTEGER", nullable: true),
                    LabelZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    LabelEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_account", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_arrival",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Provider = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Order = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Payment = table.Column<Guid>(type: "TEXT", nullable: true),
                    Wallet = table.Column<Guid>(type: "TEXT", nullable: true),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    PaidAt = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Doubt = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_arrival", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_balance",
                columns: table => new
                {
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Posted = table.Column<long>(type: "INTEGER", nullable: false),
                    Held = table.Column<long>(type: "INTEGER", nullable: false),
                    Floor = table.Column<long>(type: "INTEGER", nullable: false),
                    Tick = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_balance", x => x.Account);
                    table.CheckConstraint("ck_ledger_balance_floor", "\"Held\" >= 0 AND \"Posted\" - \"Held\" >= \"Floor\"");
                });

            migrationBuilder.CreateTable(
                name: "ledger_chain_head",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Signature = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_chain_head", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_closed_period",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_closed_period", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_difference",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Provider = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    HereFen = table.Column<long>(type: "INTEGER", nullable: true),
                    ThereFen = table.Column<long>(type: "INTEGER", nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_difference", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_earning",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Event = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rule = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false),
                    Wallet = table.Column<Guid>(type: "TEXT", nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: false),
                    Again = table.Column<Guid>(type: "TEXT", nullable: true),
                    Taken = table.Column<long>(type: "INTEGER", nullable: false),
                    Proof = table.Column<string>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AuditedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    AuditNote = table.Column<string>(type: "TEXT", nullable: true),
                    Appeal = table.Column<string>(type: "TEXT", nullable: true),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Decision = table.Column<string>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_earning", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_earning_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Programme = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Event = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Clause = table.Column<string>(type: "TEXT", nullable: true),
                    Points = table.Column<long>(type: "INTEGER", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    TimesPerDay = table.Column<int>(type: "INTEGER", nullable: true),
                    PointsPerDay = table.Column<long>(type: "INTEGER", nullable: true),
                    PointsPerMonth = table.Column<long>(type: "INTEGER", nullable: true),
                    Proof = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AuditPercent = table.Column<int>(type: "INTEGER", nullable: false),
                    ValidDays = table.Column<int>(type: "INTEGER", nullable: true),
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_earning_rule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_entry",
                columns: table => new
                {
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: false),
                    Line = table.Column<int>(type: "INTEGER", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Amount = table.Column<long>(type: "INTEGER", nullable: false),
                    Tick = table.Column<long>(type: "INTEGER", nullable: false),
                    BalanceAfter = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_entry", x => new { x.Transfer, x.Line });
                    table.CheckConstraint("ck_ledger_entry_amount", "\"Amount\" <> 0");
                });

            migrationBuilder.CreateTable(
                name: "ledger_family_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    BaseFen = table.Column<long>(type: "INTEGER", nullable: false),
                    MostRelatives = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_family_rule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_family_sharing",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Donor = table.Column<Guid>(type: "TEXT", nullable: false),
                    Beneficiary = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kinship = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Registered = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AgreedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_family_sharing", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_family_use",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Sharing = table.Column<Guid>(type: "TEXT", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    BackFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_family_use", x => x.Id);
                    table.CheckConstraint("ck_ledger_family_use_back", "\"BackFen\" >= 0 AND \"BackFen\" <= \"Fen\"");
                });

            migrationBuilder.CreateTable(
                name: "ledger_hold",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Amount = table.Column<long>(type: "INTEGER", nullable: false),
                    Left = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Poster = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    MemoZh = table.Column<string>(type: "TEXT", nullable: false),
                    MemoEn = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_hold", x => x.Id);
                    table.CheckConstraint("ck_ledger_hold_left", "\"Left\" >= 0 AND \"Left\" <= \"Amount\"");
                });

            migrationBuilder.CreateTable(
                name: "ledger_lot",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: false),
                    Amount = table.Column<long>(type: "INTEGER", nullable: false),
                    Left = table.Column<long>(type: "INTEGER", nullable: false),
                    LastDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    FirstLastDay = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    BackTo = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    NoticedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_lot", x => x.Id);
                    table.CheckConstraint("ck_ledger_lot_left", "\"Left\" >= 0 AND \"Left\" <= \"Amount\"");
                });

            migrationBuilder.CreateTable(
                name: "ledger_lot_move",
                columns: table => new
                {
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: false),
                    Lot = table.Column<Guid>(type: "TEXT", nullable: false),
                    Amount = table.Column<long>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_lot_move", x => new { x.Transfer, x.Lot });
                });

            migrationBuilder.CreateTable(
                name: "ledger_payment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Wallet = table.Column<Guid>(type: "TEXT", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    Provider = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Then = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    PayerLink = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Arrived = table.Column<long>(type: "INTEGER", nullable: false),
                    PollAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Polls = table.Column<int>(type: "INTEGER", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_payment", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_programme",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_programme", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "ledger_reconciled_day",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Provider = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Payments = table.Column<int>(type: "INTEGER", nullable: false),
                    PaidFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Refunds = table.Column<int>(type: "INTEGER", nullable: false),
                    RefundedFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Differences = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_reconciled_day", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_refund",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Request = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Wallet = table.Column<Guid>(type: "TEXT", nullable: true),
                    Arrival = table.Column<Guid>(type: "TEXT", nullable: true),
                    Provider = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Hold = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    FirstBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    SecondBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    Why = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    StatementDay = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    PollAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Polls = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_refund", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_reversal_request",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reversal = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_reversal_request", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_rollup",
                columns: table => new
                {
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Sum = table.Column<long>(type: "INTEGER", nullable: false),
                    Entries = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_rollup", x => x.Account);
                });

            migrationBuilder.CreateTable(
                name: "ledger_segment",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Transfers = table.Column<int>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_segment", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "ledger_settlement",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    AfterTick = table.Column<long>(type: "INTEGER", nullable: false),
                    UntilTick = table.Column<long>(type: "INTEGER", nullable: false),
                    AfterSegment = table.Column<long>(type: "INTEGER", nullable: true),
                    UntilSegment = table.Column<long>(type: "INTEGER", nullable: true),
                    Carried = table.Column<long>(type: "INTEGER", nullable: true),
                    In = table.Column<long>(type: "INTEGER", nullable: false),
                    Out = table.Column<long>(type: "INTEGER", nullable: false),
                    Lines = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ApprovedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ApprovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    PaidBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    PaidAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Order = table.Column<Guid>(type: "TEXT", nullable: true),
                    OrderNumber = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    OrderedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    OrderedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    BankReference = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_settlement", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_top_up_limit",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Least = table.Column<long>(type: "INTEGER", nullable: false),
                    Most = table.Column<long>(type: "INTEGER", nullable: false),
                    MostADay = table.Column<long>(type: "INTEGER", nullable: false),
                    MostInWallet = table.Column<long>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_top_up_limit", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_transfer",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Poster = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    MemoZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    MemoEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Reverses = table.Column<Guid>(type: "TEXT", nullable: true),
                    Hold = table.Column<Guid>(type: "TEXT", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    Segment = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_transfer", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "lowcarbon_balcony_garden",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Plants = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lowcarbon_balcony_garden", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "lowcarbon_garden_plot",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Season = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: false),
                    Application = table.Column<Guid>(type: "TEXT", nullable: true),
                    WarnedUntil = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lowcarbon_garden_plot", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "lowcarbon_garden_season",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Asset = table.Column<string>(type: "TEXT", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ApplyUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    FeeFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Seed = table.Column<string>(type: "TEXT", nullable: false),
                    DrawnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lowcarbon_garden_season", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "lowcarbon_green_asset",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: true),
                    Planted = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Keeper = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Species = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Project = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lowcarbon_green_asset", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "lowcarbon_plot_application",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Season = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Home = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Rank = table.Column<long>(type: "INTEGER", nullable: true),
                    Plot = table.Column<Guid>(type: "TEXT", nullable: true),
                    OfferedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Payment = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lowcarbon_plot_application", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "lowcarbon_plot_check",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Plot = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Finding = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lowcarbon_plot_check", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "lowcarbon_project",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AboutZh = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    AboutEn = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lowcarbon_project", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "lowcarbon_project_fact",
                columns: table => new
                {
                    Project = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    LabelZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    LabelEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Value = table.Column<decimal>(type: "TEXT", nullable: true),
                    Exactness = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    UnitZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    UnitEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    TextZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    TextEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    AsOf = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lowcarbon_project_fact", x => new { x.Project, x.Code });
                });

            migrationBuilder.CreateTable(
                name: "machinesimulator_machine",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    IsMill = table.Column<bool>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Shelves = table.Column<string>(type: "TEXT", nullable: false),
                    Journal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_machinesimulator_machine", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_after_sale",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Order = table.Column<Guid>(type: "TEXT", nullable: false),
                    Line = table.Column<int>(type: "INTEGER", nullable: false),
                    Shop = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    AskedFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Answer = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    GivenFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Objection = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Decision = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_after_sale", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_cart_line",
                columns: table => new
                {
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Goods = table.Column<Guid>(type: "TEXT", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    SeenFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Event = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_cart_line", x => new { x.Person, x.Goods });
                });

            migrationBuilder.CreateTable(
                name: "market_delivery_window",
                columns: table => new
                {
                    Shop = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    From = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Most = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_delivery_window", x => new { x.Shop, x.From });
                });

            migrationBuilder.CreateTable(
                name: "market_goods",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Shop = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    UnitZh = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    UnitEn = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Category = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Township = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Origin = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Photo = table.Column<Guid>(type: "TEXT", nullable: true),
                    Delivers = table.Column<bool>(type: "INTEGER", nullable: false),
                    OnSale = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_goods", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_live_event",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Shop = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    TitleZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Host = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Platform = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Link = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Township = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Cancelled = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_live_event", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_live_offer",
                columns: table => new
                {
                    Event = table.Column<Guid>(type: "TEXT", nullable: false),
                    Goods = table.Column<Guid>(type: "TEXT", nullable: false),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Most = table.Column<long>(type: "INTEGER", nullable: true),
                    MostEach = table.Column<long>(type: "INTEGER", nullable: true),
                    Sold = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_live_offer", x => new { x.Event, x.Goods });
                });

            migrationBuilder.CreateTable(
                name: "market_machine",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Spot = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Shop = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Key = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DepositFen = table.Column<long>(type: "INTEGER", nullable: false),
                    GuestDepositFen = table.Column<long>(type: "INTEGER", nullable: true),
                    Licence = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    LicenceUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LastSeenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClockAheadSeconds = table.Column<long>(type: "INTEGER", nullable: false),
                    SilentToldAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Fault = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    FaultSince = table.Column<long>(type: "INTEGER", nullable: true),
                    FaultSeq = table.Column<long>(type: "INTEGER", nullable: false),
                    DoorOpenSince = table.Column<long>(type: "INTEGER", nullable: true),
                    DoorSeq = table.Column<long>(type: "INTEGER", nullable: false),
                    LostSeq = table.Column<long>(type: "INTEGER", nullable: false),
                    SetRightAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SetRightBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    SetRightNote = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    LastSeq = table.Column<long>(type: "INTEGER", nullable: false),
                    UpTo = table.Column<long>(type: "INTEGER", nullable: false),
                    Commands = table.Column<long>(type: "INTEGER", nullable: false),
                    Sessions = table.Column<int>(type: "INTEGER", nullable: false),
                    Session = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_machine", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_machine_command",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Machine = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Session = table.Column<Guid>(type: "TEXT", nullable: false),
                    Shelf = table.Column<int>(type: "INTEGER", nullable: true),
                    Grams = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    GivenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_machine_command", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_machine_dispute",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Session = table.Column<Guid>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    RefundFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Decision = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_machine_dispute", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_machine_event",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Machine = table.Column<Guid>(type: "TEXT", nullable: false),
                    Seq = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Session = table.Column<Guid>(type: "TEXT", nullable: true),
                    Shelf = table.Column<int>(type: "INTEGER", nullable: true),
                    Grams = table.Column<long>(type: "INTEGER", nullable: true),
                    Percent = table.Column<int>(type: "INTEGER", nullable: true),
                    Readings = table.Column<string>(type: "TEXT", nullable: true),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Stray = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SeenBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    SeenNote = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_machine_event", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_machine_line",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Session = table.Column<Guid>(type: "TEXT", nullable: false),
                    Shelf = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    SoldBy = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Grams = table.Column<long>(type: "INTEGER", nullable: false),
                    Pieces = table.Column<long>(type: "INTEGER", nullable: false),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    Lot = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_machine_line", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_machine_price",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Shelf = table.Column<Guid>(type: "TEXT", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_machine_price", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_machine_session",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Machine = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    MovedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Wallet = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hold = table.Column<Guid>(type: "TEXT", nullable: false),
                    HoldFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Terms = table.Column<string>(type: "TEXT", nullable: false),
                    Shelf = table.Column<int>(type: "INTEGER", nullable: true),
                    WantedGrams = table.Column<long>(type: "INTEGER", nullable: true),
                    Percent = table.Column<int>(type: "INTEGER", nullable: false),
                    BeganAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TotalFen = table.Column<long>(type: "INTEGER", nullable: false),
                    ChargedFen = table.Column<long>(type: "INTEGER", nullable: false),
                    DebtFen = table.Column<long>(type: "INTEGER", nullable: false),
                    DebtClosed = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    RefundedFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    TransferFen = table.Column<long>(type: "INTEGER", nullable: false),
                    RestTransfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    RestFen = table.Column<long>(type: "INTEGER", nullable: false),
                    DebtTransfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    DebtPaidFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    StaffNote = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    EndedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    WarnedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AlarmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UsesInsurance = table.Column<bool>(type: "INTEGER", nullable: false),
                    InsuranceFen = table.Column<long>(type: "INTEGER", nullable: false),
                    InsuranceBackFen = table.Column<long>(type: "INTEGER", nullable: false),
                    InsuranceTransfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_machine_session", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_machine_shelf",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Machine = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    SoldBy = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PieceGrams = table.Column<int>(type: "INTEGER", nullable: false),
                    ToleranceGrams = table.Column<int>(type: "INTEGER", nullable: false),
                    StockGrams = table.Column<long>(type: "INTEGER", nullable: false),
                    LowGrams = table.Column<long>(type: "INTEGER", nullable: false),
                    LowToldAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Class = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Lot = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ExpiresOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ExpiryToldAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TakenBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_machine_shelf", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_machine_stock",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Machine = table.Column<Guid>(type: "TEXT", nullable: false),
                    Shelf = table.Column<Guid>(type: "TEXT", nullable: false),
                    Why = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Grams = table.Column<long>(type: "INTEGER", nullable: false),
                    Lot = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ExpiresOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Session = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_machine_stock", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_order",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Shop = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Buyer = table.Column<Guid>(type: "TEXT", nullable: true),
                    OrderedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    GoodsFen = table.Column<long>(type: "INTEGER", nullable: false),
                    FeeFen = table.Column<long>(type: "INTEGER", nullable: false),
                    RefundedFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Payment = table.Column<Guid>(type: "TEXT", nullable: false),
                    Wallet = table.Column<Guid>(type: "TEXT", nullable: false),
                    ShopAccount = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    Home = table.Column<string>(type: "TEXT", nullable: true),
                    DeliverFrom = table.Column<long>(type: "INTEGER", nullable: true),
                    DeliverUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    PackedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    HandedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    AfterSalesDays = table.Column<int>(type: "INTEGER", nullable: false),
                    AfterSalesUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    OverdueToldAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_order", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_order_line",
                columns: table => new
                {
                    Order = table.Column<Guid>(type: "TEXT", nullable: false),
                    Line = table.Column<int>(type: "INTEGER", nullable: false),
                    Goods = table.Column<Guid>(type: "TEXT", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    UnitZh = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    UnitEn = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    Category = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    Township = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    OriginZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    OriginEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    Event = table.Column<Guid>(type: "TEXT", nullable: true),
                    RefundedFen = table.Column<long>(type: "INTEGER", nullable: false),
                    PutBack = table.Column<long>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_order_line", x => new { x.Order, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "market_order_refund",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Order = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_order_refund", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_redemption_station",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Place = table.Column<string>(type: "TEXT", nullable: false),
                    Shop = table.Column<string>(type: "TEXT", nullable: false),
                    Open = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_redemption_station", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_rent_month",
                columns: table => new
                {
                    Tenancy = table.Column<Guid>(type: "TEXT", nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    RentFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Waiver = table.Column<Guid>(type: "TEXT", nullable: true),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_rent_month", x => new { x.Tenancy, x.Month });
                });

            migrationBuilder.CreateTable(
                name: "market_rent_waiver",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Tenancy = table.Column<Guid>(type: "TEXT", nullable: false),
                    From = table.Column<int>(type: "INTEGER", nullable: false),
                    Until = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Decision = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_rent_waiver", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_shop_terms",
                columns: table => new
                {
                    Shop = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    TakesOrders = table.Column<bool>(type: "INTEGER", nullable: false),
                    PickUpPlace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    PickUpHours = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    FeeFen = table.Column<long>(type: "INTEGER", nullable: false),
                    FreeFromFen = table.Column<long>(type: "INTEGER", nullable: true),
                    AfterSalesDays = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_shop_terms", x => x.Shop);
                });

            migrationBuilder.CreateTable(
                name: "market_stock",
                columns: table => new
                {
                    Goods = table.Column<Guid>(type: "TEXT", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: true),
                    Moves = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_stock", x => x.Goods);
                    table.CheckConstraint("ck_market_stock_count", "\"Count\" IS NULL OR \"Count\" >= 0");
                });

            migrationBuilder.CreateTable(
                name: "market_stock_move",
                columns: table => new
                {
                    Goods = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Change = table.Column<long>(type: "INTEGER", nullable: false),
                    After = table.Column<long>(type: "INTEGER", nullable: true),
                    Why = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_stock_move", x => new { x.Goods, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "market_tariff",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ReplacesPlanned = table.Column<bool>(type: "INTEGER", nullable: false),
                    Terms = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_tariff", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_tenancy",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Shop = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Landlord = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    RentFen = table.Column<long>(type: "INTEGER", nullable: false),
                    From = table.Column<int>(type: "INTEGER", nullable: false),
                    Until = table.Column<int>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_tenancy", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_township",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: true),
                    Since = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_township", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "market_voucher",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Redemption = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Provider = table.Column<string>(type: "TEXT", nullable: false),
                    LastDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UsedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_voucher", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "market_zone",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Icon = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_zone", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "market_zone_service",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Zone = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Where = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Hours = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Path = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Shop = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_zone_service", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "mobility_guard_duty",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Point = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_guard_duty", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "mobility_guard_help",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Point = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_guard_help", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "mobility_guard_keeper",
                columns: table => new
                {
                    Point = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_guard_keeper", x => new { x.Point, x.Account });
                });

            migrationBuilder.CreateTable(
                name: "mobility_guard_point",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Who = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    Umbrellas = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstAid = table.Column<bool>(type: "INTEGER", nullable: false),
                    OtherZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    OtherEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Hours = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_guard_point", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "mobility_parking_correction",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Lot = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Before = table.Column<int>(type: "INTEGER", nullable: false),
                    After = table.Column<int>(type: "INTEGER", nullable: false),
                    ByDetectors = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_parking_correction", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "mobility_parking_count",
                columns: table => new
                {
                    Lot = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Inside = table.Column<int>(type: "INTEGER", nullable: false),
                    GatesAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Taken = table.Column<int>(type: "INTEGER", nullable: true),
                    DetectorsAt = table.Column<long>(type: "INTEGER", nullable: true),
                    InToday = table.Column<int>(type: "INTEGER", nullable: false),
                    OutToday = table.Column<int>(type: "INTEGER", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_parking_count", x => x.Lot);
                });

            migrationBuilder.CreateTable(
                name: "mobility_parking_gate",
                columns: table => new
                {
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    Lot = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    In = table.Column<long>(type: "INTEGER", nullable: false),
                    Out = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_parking_gate", x => x.Device);
                });

            migrationBuilder.CreateTable(
                name: "mobility_parking_hour",
                columns: table => new
                {
                    Lot = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Hour = table.Column<long>(type: "INTEGER", nullable: false),
                    Sum = table.Column<long>(type: "INTEGER", nullable: false),
                    Looks = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_parking_hour", x => new { x.Lot, x.Hour });
                });

            migrationBuilder.CreateTable(
                name: "mobility_parking_lot",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    AccessibleBays = table.Column<int>(type: "INTEGER", nullable: false),
                    ChargingBays = table.Column<int>(type: "INTEGER", nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Hours = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    TariffZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    TariffEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Operator = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Facility = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Venue = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_parking_lot", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "mobility_path_school",
                columns: table => new
                {
                    Path = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    School = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Grounds = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_path_school", x => new { x.Path, x.School });
                });

            migrationBuilder.CreateTable(
                name: "mobility_pupil",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Path = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    School = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Card = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    Compound = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_pupil", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "mobility_pupil_leave",
                columns: table => new
                {
                    Pupil = table.Column<Guid>(type: "TEXT", nullable: false),
                    Compound = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_pupil_leave", x => new { x.Pupil, x.Compound });
                });

            migrationBuilder.CreateTable(
                name: "mobility_road",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    FreeSpeed = table.Column<int>(type: "INTEGER", nullable: false),
                    SourceZh = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    SourceEn = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_road", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "mobility_school_alert",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Pupil = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Alarm = table.Column<Guid>(type: "TEXT", nullable: false),
                    CauseAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: false),
                    What = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    WhatAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AcknowledgedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_school_alert", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "mobility_school_day",
                columns: table => new
                {
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    IsSchoolDay = table.Column<bool>(type: "INTEGER", nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_school_day", x => new { x.Scope, x.Date });
                });

            migrationBuilder.CreateTable(
                name: "mobility_school_path",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Line = table.Column<string>(type: "TEXT", nullable: false),
                    PlannedMetres = table.Column<int>(type: "INTEGER", nullable: false),
                    SideMetres = table.Column<int>(type: "INTEGER", nullable: false),
                    Windows = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_school_path", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "mobility_school_term",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_school_term", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "mobility_slow_plan",
                columns: table => new
                {
                    Jurisdiction = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Metres = table.Column<int>(type: "INTEGER", nullable: false),
                    LaneCm = table.Column<int>(type: "INTEGER", nullable: false),
                    CarriagewayCm = table.Column<int>(type: "INTEGER", nullable: false),
                    TolerancePercent = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_slow_plan", x => x.Jurisdiction);
                });

            migrationBuilder.CreateTable(
                name: "mobility_slow_route",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Pace = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Stops = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mobility_slow_route", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_block",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Blocked = table.Column<Guid>(type: "TEXT", nullable: false),
                    Nickname = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_block", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_card",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Nickname = table.Column<string>(type: "TEXT", nullable: false),
                    Interests = table.Column<string>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: false),
                    Contact = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_card", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_charity",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Registration = table.Column<string>(type: "TEXT", nullable: false),
                    Certificate = table.Column<string>(type: "TEXT", nullable: true),
                    ValidFrom = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ValidTo = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    SuspendedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    BankAccount = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_charity", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_check_item",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Plan = table.Column<Guid>(type: "TEXT", nullable: true),
                    Group = table.Column<string>(type: "TEXT", nullable: true),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    LabelZh = table.Column<string>(type: "TEXT", nullable: false),
                    LabelEn = table.Column<string>(type: "TEXT", nullable: false),
                    ChoicesZh = table.Column<string>(type: "TEXT", nullable: true),
                    ChoicesEn = table.Column<string>(type: "TEXT", nullable: true),
                    Required = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_check_item", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_class_pairing",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    OurSchool = table.Column<string>(type: "TEXT", nullable: false),
                    OurClass = table.Column<string>(type: "TEXT", nullable: false),
                    TheirSchool = table.Column<string>(type: "TEXT", nullable: false),
                    TheirPlace = table.Column<string>(type: "TEXT", nullable: false),
                    TheirClass = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    OursAgreedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    TheirsAgreedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Coordinator = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_class_pairing", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_club",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Interest = table.Column<string>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: false),
                    Organiser = table.Column<Guid>(type: "TEXT", nullable: false),
                    OrganiserGoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_club", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_club_meeting",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Club = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Room = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    FirstDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    From = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    Days = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Link = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_club_meeting", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_club_presence",
                columns: table => new
                {
                    Session = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Club = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Scanned = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_club_presence", x => new { x.Session, x.Account });
                });

            migrationBuilder.CreateTable(
                name: "neighbours_covenant_clause",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    TextZh = table.Column<string>(type: "TEXT", nullable: false),
                    TextEn = table.Column<string>(type: "TEXT", nullable: false),
                    Event = table.Column<string>(type: "TEXT", nullable: false),
                    Declared = table.Column<bool>(type: "INTEGER", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_covenant_clause", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_greeting",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    From = table.Column<Guid>(type: "TEXT", nullable: false),
                    To = table.Column<Guid>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_greeting", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_hours_exchange",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Giver = table.Column<Guid>(type: "TEXT", nullable: false),
                    Elder = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Service = table.Column<string>(type: "TEXT", nullable: false),
                    Kin = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: true),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    First = table.Column<bool>(type: "INTEGER", nullable: false),
                    FromPool = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Hold = table.Column<Guid>(type: "TEXT", nullable: true),
                    Volunteer = table.Column<Guid>(type: "TEXT", nullable: true),
                    VolunteerAccount = table.Column<Guid>(type: "TEXT", nullable: true),
                    MatchedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Served = table.Column<int>(type: "INTEGER", nullable: true),
                    Donated = table.Column<int>(type: "INTEGER", nullable: false),
                    Word = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UsedTransfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    GivenTransfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_hours_exchange", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_job",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Employer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Pay = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Places = table.Column<int>(type: "INTEGER", nullable: false),
                    Filled = table.Column<int>(type: "INTEGER", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_job", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_legal_slot",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Adviser = table.Column<string>(type: "TEXT", nullable: false),
                    Place = table.Column<string>(type: "TEXT", nullable: false),
                    Capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    CancelledAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_legal_slot", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_missed_points",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Event = table.Column<string>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    WhyZh = table.Column<string>(type: "TEXT", nullable: false),
                    WhyEn = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Place = table.Column<string>(type: "TEXT", nullable: true),
                    Proof = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_missed_points", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_pair",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    FirstOffer = table.Column<Guid>(type: "TEXT", nullable: false),
                    SecondOffer = table.Column<Guid>(type: "TEXT", nullable: false),
                    First = table.Column<Guid>(type: "TEXT", nullable: false),
                    Second = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reasons = table.Column<string>(type: "TEXT", nullable: false),
                    Coordinator = table.Column<Guid>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstAgreedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SecondAgreedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastContactAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RemindedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", nullable: true),
                    Farewell = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_pair", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_pairing_offer",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", nullable: true),
                    Nickname = table.Column<string>(type: "TEXT", nullable: false),
                    Languages = table.Column<string>(type: "TEXT", nullable: false),
                    Interests = table.Column<string>(type: "TEXT", nullable: false),
                    Times = table.Column<string>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: false),
                    Contact = table.Column<string>(type: "TEXT", nullable: false),
                    ConsentVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Guardian = table.Column<Guid>(type: "TEXT", nullable: true),
                    GuardianAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_pairing_offer", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_programme",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    AboutZh = table.Column<string>(type: "TEXT", nullable: false),
                    AboutEn = table.Column<string>(type: "TEXT", nullable: false),
                    Icon = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_programme", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_project",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    AboutZh = table.Column<string>(type: "TEXT", nullable: false),
                    AboutEn = table.Column<string>(type: "TEXT", nullable: false),
                    Icon = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_project", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_project_story",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Project = table.Column<string>(type: "TEXT", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    TitleZh = table.Column<string>(type: "TEXT", nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", nullable: false),
                    TextZh = table.Column<string>(type: "TEXT", nullable: false),
                    TextEn = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_project_story", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_recipient",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Address = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_recipient", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_service",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    WhatZh = table.Column<string>(type: "TEXT", nullable: false),
                    WhatEn = table.Column<string>(type: "TEXT", nullable: false),
                    Provider = table.Column<string>(type: "TEXT", nullable: false),
                    OftenZh = table.Column<string>(type: "TEXT", nullable: false),
                    OftenEn = table.Column<string>(type: "TEXT", nullable: false),
                    Contact = table.Column<string>(type: "TEXT", nullable: false),
                    Groups = table.Column<string>(type: "TEXT", nullable: false),
                    MinAge = table.Column<int>(type: "INTEGER", nullable: true),
                    MaxAge = table.Column<int>(type: "INTEGER", nullable: true),
                    Project = table.Column<string>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", nullable: true),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: true),
                    MarketFen = table.Column<long>(type: "INTEGER", nullable: true),
                    MarketSource = table.Column<string>(type: "TEXT", nullable: true),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_service", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_visit_plan",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Group = table.Column<string>(type: "TEXT", nullable: false),
                    Gift = table.Column<string>(type: "TEXT", nullable: true),
                    StartOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CloseReason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_visit_plan", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_visitor_count",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_visitor_count", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_visitor_site",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_visitor_site", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_volunteer",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Skills = table.Column<string>(type: "TEXT", nullable: false),
                    Times = table.Column<string>(type: "TEXT", nullable: false),
                    Emergency = table.Column<string>(type: "TEXT", nullable: true),
                    WouldLead = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_volunteer", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_volunteer_activity",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: false),
                    Meeting = table.Column<string>(type: "TEXT", nullable: false),
                    Zone = table.Column<string>(type: "TEXT", nullable: false),
                    Tolerance = table.Column<int>(type: "INTEGER", nullable: false),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    Equipment = table.Column<string>(type: "TEXT", nullable: false),
                    MinAge = table.Column<int>(type: "INTEGER", nullable: false),
                    Dangerous = table.Column<bool>(type: "INTEGER", nullable: false),
                    Insurance = table.Column<string>(type: "TEXT", nullable: true),
                    InsuredBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    InsuredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Team = table.Column<string>(type: "TEXT", nullable: true),
                    Leader = table.Column<Guid>(type: "TEXT", nullable: false),
                    Secret = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    CancelReason = table.Column<string>(type: "TEXT", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    RemindedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_volunteer_activity", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_volunteer_certificate",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Minutes = table.Column<long>(type: "INTEGER", nullable: false),
                    Activities = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_volunteer_certificate", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_volunteer_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Jurisdiction = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    CapMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    ElderAge = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstAge = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_volunteer_rule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_wish",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Group = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", nullable: true),
                    Text = table.Column<string>(type: "TEXT", nullable: true),
                    PublicText = table.Column<string>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StatedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Word = table.Column<string>(type: "TEXT", nullable: true),
                    Round = table.Column<string>(type: "TEXT", nullable: true),
                    Ref = table.Column<string>(type: "TEXT", nullable: true),
                    GuardianSignedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Stage = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Grade = table.Column<int>(type: "INTEGER", nullable: true),
                    GradeSize = table.Column<int>(type: "INTEGER", nullable: true),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: true),
                    Number = table.Column<string>(type: "TEXT", nullable: true),
                    Letter = table.Column<string>(type: "TEXT", nullable: true),
                    LabelZh = table.Column<string>(type: "TEXT", nullable: true),
                    LabelEn = table.Column<string>(type: "TEXT", nullable: true),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    PublishedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    FulfilledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Thanks = table.Column<string>(type: "TEXT", nullable: true),
                    ThanksShown = table.Column<bool>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ForgottenAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_wish", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_wish_claim",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Wish = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    BringBy = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    RemindedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    HandedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    HandedTo = table.Column<Guid>(type: "TEXT", nullable: true),
                    HandedNote = table.Column<string>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    End = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_wish_claim", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_wish_round",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    DeskZh = table.Column<string>(type: "TEXT", nullable: false),
                    DeskEn = table.Column<string>(type: "TEXT", nullable: false),
                    MostFen = table.Column<long>(type: "INTEGER", nullable: false),
                    BringDays = table.Column<int>(type: "INTEGER", nullable: false),
                    RemindDays = table.Column<int>(type: "INTEGER", nullable: false),
                    MostPerDonor = table.Column<int>(type: "INTEGER", nullable: false),
                    LeastGrade = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Numbers = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_wish_round", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "notices_announcement",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    TitleZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    TextZh = table.Column<string>(type: "TEXT", nullable: false),
                    TextEn = table.Column<string>(type: "TEXT", nullable: true),
                    Important = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Author = table.Column<Guid>(type: "TEXT", nullable: true),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    PublishedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    CorrectedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_announcement", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_notice",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    TitleZh = table.Column<string>(type: "TEXT", nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", nullable: false),
                    BodyZh = table.Column<string>(type: "TEXT", nullable: false),
                    BodyEn = table.Column<string>(type: "TEXT", nullable: false),
                    Link = table.Column<string>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_notice", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_opt_out",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_opt_out", x => new { x.AccountId, x.Kind });
                });

            migrationBuilder.CreateTable(
                name: "notices_push_key",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Public = table.Column<string>(type: "TEXT", nullable: false),
                    Private = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_push_key", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "notices_push_subscription",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Endpoint = table.Column<string>(type: "TEXT", nullable: false),
                    EndpointHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Auth = table.Column<string>(type: "TEXT", nullable: false),
                    Device = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSentAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_push_subscription", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_sms",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastSentAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_sms", x => x.AccountId);
                });

            migrationBuilder.CreateTable(
                name: "open311_request",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Client = table.Column<Guid>(type: "TEXT", nullable: false),
                    Fingerprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    RepeatKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    MediaUrl = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    FinishDue = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_open311_request", x => x.Case);
                });

            migrationBuilder.CreateTable(
                name: "open311_update",
                columns: table => new
                {
                    Client = table.Column<Guid>(type: "TEXT", nullable: false),
                    UpdateId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Entry = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    MediaUrls = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_open311_update", x => new { x.Client, x.UpdateId });
                });

            migrationBuilder.CreateTable(
                name: "people_api_key",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Prefix = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Permissions = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_api_key", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_assessment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Necessity = table.Column<string>(type: "TEXT", nullable: false),
                    Risks = table.Column<string>(type: "TEXT", nullable: false),
                    Measures = table.Column<string>(type: "TEXT", nullable: false),
                    Decision = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    DecidedByName = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ValidUntil = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_assessment", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_breach",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    Fields = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Harm = table.Column<string>(type: "TEXT", nullable: false),
                    Measures = table.Column<string>(type: "TEXT", nullable: false),
                    KnownAt = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    RecordedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    RecordedByName = table.Column<string>(type: "TEXT", nullable: false),
                    ReportedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReportedTo = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_breach", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_breach_person",
                columns: table => new
                {
                    BreachId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OfChild = table.Column<bool>(type: "INTEGER", nullable: false),
                    Told = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_breach_person", x => new { x.BreachId, x.PersonId });
                });

            migrationBuilder.CreateTable(
                name: "people_care_assignment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    AssignedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true),
                    ApprovedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ApprovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ApprovedFor = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ApprovedUntil = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_care_assignment", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_care_dismissal",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Group = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_care_dismissal", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_care_entry",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Group = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ReviewOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Suggested = table.Column<bool>(type: "INTEGER", nullable: false),
                    EnteredBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_care_entry", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_care_group",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Icon = table.Column<string>(type: "TEXT", nullable: false),
                    Hint = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    MinAge = table.Column<int>(type: "INTEGER", nullable: true),
                    ReviewMonths = table.Column<int>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_care_group", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "people_child_access",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ChildId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    RequestedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    RequestedByName = table.Column<string>(type: "TEXT", nullable: false),
                    Fields = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedByName = table.Column<string>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Decision = table.Column<string>(type: "TEXT", nullable: true),
                    ValidUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Review = table.Column<string>(type: "TEXT", nullable: true),
                    ReviewedByName = table.Column<string>(type: "TEXT", nullable: true),
                    ReviewedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_child_access", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_claim_try",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_claim_try", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_company",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    CreditCode = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    IsDeveloper = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_company", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_company_holding",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    CompanyId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeLabel = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", nullable: true),
                    ShareNumerator = table.Column<int>(type: "INTEGER", nullable: true),
                    ShareDenominator = table.Column<int>(type: "INTEGER", nullable: true),
                    Undelivered = table.Column<bool>(type: "INTEGER", nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedBy = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_company_holding", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_consent",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    TextVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    TextHash = table.Column<string>(type: "TEXT", nullable: false),
                    GivenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    GivenBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    Channel = table.Column<string>(type: "TEXT", nullable: false),
                    AskedFor = table.Column<int>(type: "INTEGER", nullable: true),
                    PassedOnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WithdrawnWay = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    WithdrawnBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_consent", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_correction",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: true),
                    BirthDate = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Answer = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_correction", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_directory_group",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Post = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Team = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    DisplayName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ExternalId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_directory_group", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_erasure",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    SeenBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Word = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_erasure", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_family_act",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AgencyId = table.Column<Guid>(type: "TEXT", nullable: true),
                    AgentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AgentName = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    PrincipalId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Matter = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    WhatZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    WhatEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Link = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_family_act", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_family_agency",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AgentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PrincipalId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Matters = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true),
                    AgreedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WitnessedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_family_agency", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_guardianship",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    GuardianId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ChildId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true),
                    PassedOnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    EnteredBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_guardianship", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_home_invitation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    CodeHash = table.Column<string>(type: "TEXT", nullable: false),
                    HomeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeLabel = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Relation = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    InviterRelation = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    InviterAccount = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    UsesLeft = table.Column<int>(type: "INTEGER", nullable: false),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_home_invitation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_home_tie",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    HouseholdId = table.Column<Guid>(type: "TEXT", nullable: true),
                    HomeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeLabel = table.Column<string>(type: "TEXT", nullable: false),
                    Relation = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedBy = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ShareNumerator = table.Column<int>(type: "INTEGER", nullable: true),
                    ShareDenominator = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_home_tie", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_household",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeLabel = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", nullable: true),
                    HeadPersonId = table.Column<Guid>(type: "TEXT", nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_household", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_import",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Size = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Compound = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Choices = table.Column<string>(type: "TEXT", nullable: false),
                    Decisions = table.Column<string>(type: "TEXT", nullable: false),
                    Answers = table.Column<string>(type: "TEXT", nullable: false),
                    Counts = table.Column<string>(type: "TEXT", nullable: true),
                    Findings = table.Column<string>(type: "TEXT", nullable: true),
                    Failure = table.Column<string>(type: "TEXT", nullable: true),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_import", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_import_part",
                columns: table => new
                {
                    ImportId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Of = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Bytes = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_import_part", x => new { x.ImportId, x.Of, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "people_minors_report",
                columns: table => new
                {
                    Year = table.Column<int>(type: "INTEGER", nullable: false),
                    SignedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    SignedByName = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Statement = table.Column<string>(type: "TEXT", nullable: false),
                    Figures = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_minors_report", x => x.Year);
                });

            migrationBuilder.CreateTable(
                name: "people_network_check",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Provider = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Token = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_network_check", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_outside_logout",
                columns: table => new
                {
                    TokenHash = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_outside_logout", x => x.TokenHash);
                });

            migrationBuilder.CreateTable(
                name: "people_outside_provider",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Authority = table.Column<string>(type: "TEXT", nullable: true),
                    AuthorizationUrl = table.Column<string>(type: "TEXT", nullable: true),
                    TokenUrl = table.Column<string>(type: "TEXT", nullable: true),
                    UserInfoUrl = table.Column<string>(type: "TEXT", nullable: true),
                    ClientId = table.Column<string>(type: "TEXT", nullable: false),
                    ClientSecret = table.Column<string>(type: "TEXT", nullable: true),
                    Scopes = table.Column<string>(type: "TEXT", nullable: false),
                    SubjectClaim = table.Column<string>(type: "TEXT", nullable: false),
                    NameClaim = table.Column<string>(type: "TEXT", nullable: false),
                    PhoneClaim = table.Column<string>(type: "TEXT", nullable: false),
                    PhoneVerifiedClaim = table.Column<string>(type: "TEXT", nullable: false),
                    ResultOnly = table.Column<bool>(type: "INTEGER", nullable: false),
                    TrustsPhone = table.Column<bool>(type: "INTEGER", nullable: false),
                    ForStaff = table.Column<bool>(type: "INTEGER", nullable: false),
                    SharedDataUrl = table.Column<string>(type: "TEXT", nullable: true),
                    VerifyUrl = table.Column<string>(type: "TEXT", nullable: true),
                    IsSimulator = table.Column<bool>(type: "INTEGER", nullable: false),
                    Active = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_outside_provider", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "people_outside_visit",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Provider = table.Column<string>(type: "TEXT", nullable: false),
                    StateHash = table.Column<string>(type: "TEXT", nullable: false),
                    BrowserHash = table.Column<string>(type: "TEXT", nullable: false),
                    Nonce = table.Column<string>(type: "TEXT", nullable: false),
                    Verifier = table.Column<string>(type: "TEXT", nullable: false),
                    RedirectUri = table.Column<string>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Back = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReturnedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Identity = table.Column<string>(type: "TEXT", nullable: true),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_outside_visit", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_owners_count_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Jurisdiction = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    DeveloperIsOneHead = table.Column<bool>(type: "INTEGER", nullable: false),
                    BuyerIsOneHead = table.Column<bool>(type: "INTEGER", nullable: false),
                    Sources = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    EffectiveFrom = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    EffectiveTo = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_owners_count_rule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_person",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneHash = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneMask = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneTail = table.Column<string>(type: "TEXT", nullable: true),
                    ContactPhone = table.Column<string>(type: "TEXT", nullable: true),
                    ContactPhoneMask = table.Column<string>(type: "TEXT", nullable: true),
                    BirthDate = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Sex = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Document = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Identity = table.Column<string>(type: "TEXT", nullable: true),
                    IdentityHash = table.Column<string>(type: "TEXT", nullable: true),
                    IdentityMask = table.Column<string>(type: "TEXT", nullable: true),
                    NameKey = table.Column<string>(type: "TEXT", maxLength: 160, nullable: true),
                    NameInitials = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    SearchPlace = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    DiedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ErasedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Language = table.Column<string>(type: "TEXT", nullable: true),
                    ElderMode = table.Column<bool>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_person", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_phone_change",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Phone = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneHash = table.Column<string>(type: "TEXT", nullable: true),
                    Mask = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    OldToldAt = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_phone_change", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_post",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Post = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Team = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true),
                    TieId = table.Column<Guid>(type: "TEXT", nullable: true),
                    GrantedBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_post", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_purpose_text",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    TitleZh = table.Column<string>(type: "TEXT", nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", nullable: false),
                    TextZh = table.Column<string>(type: "TEXT", nullable: false),
                    TextEn = table.Column<string>(type: "TEXT", nullable: false),
                    NecessityZh = table.Column<string>(type: "TEXT", nullable: false),
                    NecessityEn = table.Column<string>(type: "TEXT", nullable: false),
                    ImpactZh = table.Column<string>(type: "TEXT", nullable: false),
                    ImpactEn = table.Column<string>(type: "TEXT", nullable: false),
                    KeepsZh = table.Column<string>(type: "TEXT", nullable: false),
                    KeepsEn = table.Column<string>(type: "TEXT", nullable: false),
                    OtherwiseZh = table.Column<string>(type: "TEXT", nullable: false),
                    OtherwiseEn = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    PublishedByName = table.Column<string>(type: "TEXT", nullable: true),
                    ChangeZh = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    ChangeEn = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Older = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_purpose_text", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_recovery_code",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_recovery_code", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_refresh_family",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Serial = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    LastAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_refresh_family", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_registration",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeLabel = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Relation = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    LeaseEnd = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ShareNumerator = table.Column<int>(type: "INTEGER", nullable: true),
                    ShareDenominator = table.Column<int>(type: "INTEGER", nullable: true),
                    InvitationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    InvitedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_registration", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_retention",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Days = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SetByName = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_retention", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "people_retention_run",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Deleted = table.Column<int>(type: "INTEGER", nullable: false),
                    Before = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_retention_run", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_shared_data_request",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Provider = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    PurposeZh = table.Column<string>(type: "TEXT", nullable: false),
                    PurposeEn = table.Column<string>(type: "TEXT", nullable: false),
                    Fields = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    Consent = table.Column<Guid>(type: "TEXT", nullable: true),
                    TextVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    ConsentAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Received = table.Column<string>(type: "TEXT", nullable: true),
                    Answer = table.Column<string>(type: "TEXT", nullable: true),
                    KeepUntil = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_shared_data_request", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_sharing",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", nullable: false),
                    Basis = table.Column<string>(type: "TEXT", nullable: false),
                    People = table.Column<int>(type: "INTEGER", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    RecordedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    RecordedByName = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_sharing", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_sign_in_code",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PhoneHash = table.Column<string>(type: "TEXT", nullable: false),
                    CodeHash = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    Used = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_sign_in_code", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_team",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Hours = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_team", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "people_used_code",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reader = table.Column<Guid>(type: "TEXT", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_used_code", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_view",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ViewerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ViewerName = table.Column<string>(type: "TEXT", nullable: false),
                    ViewerPost = table.Column<string>(type: "TEXT", nullable: true),
                    ViewerPlace = table.Column<string>(type: "TEXT", nullable: true),
                    What = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    OfChild = table.Column<bool>(type: "INTEGER", nullable: false),
                    Approval = table.Column<Guid>(type: "TEXT", nullable: true),
                    Emergency = table.Column<bool>(type: "INTEGER", nullable: false),
                    Refused = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_view", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_wait",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Hours = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SetByName = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_wait", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "places_circle_category",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Kinds = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    Metres = table.Column<int>(type: "INTEGER", nullable: true),
                    Profile = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    SquareMetresPer100Homes = table.Column<int>(type: "INTEGER", nullable: true),
                    Jurisdiction = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    EffectiveFrom = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    EffectiveTo = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SetBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    SetAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_circle_category", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_circle_level",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    MetresFrom = table.Column<int>(type: "INTEGER", nullable: false),
                    MetresTo = table.Column<int>(type: "INTEGER", nullable: false),
                    PeopleFrom = table.Column<int>(type: "INTEGER", nullable: false),
                    PeopleTo = table.Column<int>(type: "INTEGER", nullable: false),
                    HomesFrom = table.Column<int>(type: "INTEGER", nullable: false),
                    HomesTo = table.Column<int>(type: "INTEGER", nullable: false),
                    Jurisdiction = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    EffectiveFrom = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    EffectiveTo = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SetBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    SetAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_circle_level", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_entrance",
                columns: table => new
                {
                    Source = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Ref = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Of = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    Level = table.Column<double>(type: "REAL", nullable: true),
                    StepFree = table.Column<bool>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_entrance", x => new { x.Source, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "places_facility",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Place = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    SquareMetres = table.Column<int>(type: "INTEGER", nullable: true),
                    OpeningHours = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Within = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Wheelchair = table.Column<bool>(type: "INTEGER", nullable: true),
                    IsClosed = table.Column<bool>(type: "INTEGER", nullable: false),
                    ClosedNote = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ClosedFrom = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ClosedUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    OpenFrom = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    OpenUntil = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_facility", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "places_grid",
                columns: table => new
                {
                    Path = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Geometry = table.Column<string>(type: "TEXT", nullable: false),
                    StewardCode = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Steward = table.Column<Guid>(type: "TEXT", nullable: true),
                    LeftBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    AloneSince = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_grid", x => x.Path);
                });

            migrationBuilder.CreateTable(
                name: "places_grid_hand_over",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Grid = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    From = table.Column<Guid>(type: "TEXT", nullable: true),
                    To = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Notes = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Items = table.Column<string>(type: "TEXT", nullable: false),
                    FromConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FromConfirmedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ToConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_grid_hand_over", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_grid_member",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Grid = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Micro = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_grid_member", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_home",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Building = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Unit = table.Column<int>(type: "INTEGER", nullable: false),
                    Floor = table.Column<int>(type: "INTEGER", nullable: false),
                    Room = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Door = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    HouseCode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Use = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: true),
                    AreaFrom = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_home", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_homes_import",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Compound = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Buildings = table.Column<bool>(type: "INTEGER", nullable: false),
                    Crs = table.Column<string>(type: "TEXT", nullable: true),
                    Choices = table.Column<string>(type: "TEXT", nullable: false),
                    Decisions = table.Column<string>(type: "TEXT", nullable: false),
                    Findings = table.Column<string>(type: "TEXT", nullable: true),
                    File = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Refused = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_homes_import", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_indoor_feature",
                columns: table => new
                {
                    Venue = table.Column<Guid>(type: "TEXT", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Level = table.Column<Guid>(type: "TEXT", nullable: true),
                    Json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_indoor_feature", x => new { x.Venue, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "places_indoor_venue",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Manifest = table.Column<string>(type: "TEXT", nullable: false),
                    Envelopes = table.Column<string>(type: "TEXT", nullable: false),
                    Facility = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_indoor_venue", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_map_feature",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Layer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Geometry = table.Column<string>(type: "TEXT", nullable: false),
                    Properties = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_map_feature", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_micro_grid",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Parts = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_micro_grid", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "places_place",
                columns: table => new
                {
                    Path = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Aliases = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    AddressName = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Prefix = table.Column<string>(type: "TEXT", maxLength: 8, nullable: true),
                    AreaCode = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    PropertyCompany = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    BuiltYear = table.Column<int>(type: "INTEGER", nullable: true),
                    Floors = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_place", x => x.Path);
                });

            migrationBuilder.CreateTable(
                name: "places_space",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    PartOf = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Collection = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    CollectionEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: true),
                    AreaIsApproximate = table.Column<bool>(type: "INTEGER", nullable: false),
                    OverlapNote = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    OwnerKind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Owner = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    FormerUse = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    FormerUseEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    AllowedUses = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Scene = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StateNote = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    OpeningHours = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    Outline = table.Column<string>(type: "TEXT", nullable: true),
                    Facility = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Photo = table.Column<Guid>(type: "TEXT", nullable: true),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_space", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "places_space_change",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_space_change", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_space_share",
                columns: table => new
                {
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Community = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_space_share", x => new { x.Space, x.Community });
                });

            migrationBuilder.CreateTable(
                name: "places_space_use",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    Visits = table.Column<int>(type: "INTEGER", nullable: false),
                    Community = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    SourceKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_space_use", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_version",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_version", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_walk_edge",
                columns: table => new
                {
                    Source = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Ref = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    From = table.Column<int>(type: "INTEGER", nullable: false),
                    To = table.Column<int>(type: "INTEGER", nullable: false),
                    LengthMm = table.Column<int>(type: "INTEGER", nullable: false),
                    Between = table.Column<string>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    WidthCm = table.Column<int>(type: "INTEGER", nullable: true),
                    CarriagewayCm = table.Column<int>(type: "INTEGER", nullable: true),
                    SlowLane = table.Column<bool>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    InclinePermille = table.Column<int>(type: "INTEGER", nullable: false),
                    KerbMm = table.Column<int>(type: "INTEGER", nullable: false),
                    HalfCrossings = table.Column<int>(type: "INTEGER", nullable: false),
                    Wheelchair = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Rough = table.Column<bool>(type: "INTEGER", nullable: false),
                    OneWay = table.Column<int>(type: "INTEGER", nullable: false),
                    Bridge = table.Column<bool>(type: "INTEGER", nullable: false),
                    Tunnel = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_walk_edge", x => new { x.Source, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "places_walk_node",
                columns: table => new
                {
                    Source = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    Level = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_walk_node", x => new { x.Source, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "places_walk_profile",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Jurisdiction = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    SpeedCmPerS = table.Column<int>(type: "INTEGER", nullable: false),
                    StepsPercent = table.Column<int>(type: "INTEGER", nullable: true),
                    MinWidthCm = table.Column<int>(type: "INTEGER", nullable: false),
                    MaxInclinePermille = table.Column<int>(type: "INTEGER", nullable: false),
                    MaxKerbMm = table.Column<int>(type: "INTEGER", nullable: false),
                    UphillPercent = table.Column<int>(type: "INTEGER", nullable: false),
                    RoughPercent = table.Column<int>(type: "INTEGER", nullable: false),
                    CrossingSeconds = table.Column<int>(type: "INTEGER", nullable: false),
                    LiftSeconds = table.Column<int>(type: "INTEGER", nullable: false),
                    LevelSeconds = table.Column<int>(type: "INTEGER", nullable: false),
                    NeedsWheels = table.Column<bool>(type: "INTEGER", nullable: false),
                    EffectiveFrom = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    EffectiveTo = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_walk_profile", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_walk_source",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Owner = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Format = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Crs = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Nodes = table.Column<int>(type: "INTEGER", nullable: false),
                    Edges = table.Column<int>(type: "INTEGER", nullable: false),
                    Metres = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_walk_source", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "places_walk_version",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_walk_version", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "platform_answered_command",
                columns: table => new
                {
                    Caller = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Command = table.Column<string>(type: "TEXT", nullable: false),
                    RequestHash = table.Column<string>(type: "TEXT", nullable: false),
                    Answer = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_answered_command", x => new { x.Caller, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "platform_audit",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", nullable: false),
                    Action = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: true),
                    Scope = table.Column<string>(type: "TEXT", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", nullable: true),
                    Link = table.Column<long>(type: "INTEGER", nullable: true),
                    Hash = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_audit", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "platform_audit_head",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Link = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Signature = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_audit_head", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "platform_counter",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_counter", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "platform_file",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    MediaType = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Width = table.Column<int>(type: "INTEGER", nullable: true),
                    Height = table.Column<int>(type: "INTEGER", nullable: true),
                    UploadedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SubjectKind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    SubjectId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Scope = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_file", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "platform_handled",
                columns: table => new
                {
                    MessageId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Handler = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_handled", x => new { x.MessageId, x.Handler });
                });

            migrationBuilder.CreateTable(
                name: "platform_outbox",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Time = table.Column<long>(type: "INTEGER", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false),
                    LivePermission = table.Column<string>(type: "TEXT", nullable: true),
                    LiveAccounts = table.Column<string>(type: "TEXT", nullable: true),
                    DeliveredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    RetryAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastError = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_outbox", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "platform_setting",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_setting", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "platform_webhook",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Url = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Secret = table.Column<string>(type: "TEXT", nullable: false),
                    Types = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Active = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_webhook", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "platform_webhook_delivery",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    WebhookId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Seq = table.Column<long>(type: "INTEGER", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", nullable: false),
                    EventTime = table.Column<long>(type: "INTEGER", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    NextTry = table.Column<long>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: true),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastError = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_webhook_delivery", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_alarm",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    WhyZh = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    WhyEn = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Device = table.Column<Guid>(type: "TEXT", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Severity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Test = table.Column<bool>(type: "INTEGER", nullable: false),
                    Lead = table.Column<bool>(type: "INTEGER", nullable: false),
                    Personal = table.Column<bool>(type: "INTEGER", nullable: false),
                    CauseAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RaisedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReturnedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    VerifiedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AcknowledgedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AcknowledgedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DispatchedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OnSiteAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SafeAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SafeSeconds = table.Column<int>(type: "INTEGER", nullable: true),
                    ClearedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Verdict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ShelvedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Level = table.Column<int>(type: "INTEGER", nullable: false),
                    EscalateSeconds = table.Column<int>(type: "INTEGER", nullable: false),
                    EscalateAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CallOut = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CaseCategory = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Case = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_alarm", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_alarm_line",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Alarm = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    What = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Actor = table.Column<Guid>(type: "TEXT", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_alarm_line", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_call",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Alarm = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Active = table.Column<bool>(type: "INTEGER", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AnswerBy = table.Column<long>(type: "INTEGER", nullable: false),
                    AcceptedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OnTheWayAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OnSiteAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SafeAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WalkSeconds = table.Column<int>(type: "INTEGER", nullable: true),
                    StraightLine = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_call", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_checkpoint",
                columns: table => new
                {
                    Journal = table.Column<Guid>(type: "TEXT", nullable: false),
                    Offset = table.Column<long>(type: "INTEGER", nullable: false),
                    Epoch = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_checkpoint", x => x.Journal);
                });

            migrationBuilder.CreateTable(
                name: "sensing_claim",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    TokenHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    IssuedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    IssuedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UsedBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_claim", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_claim_try",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Why = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_claim_try", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_command",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Arguments = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_command", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_desired",
                columns: table => new
                {
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    SetAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SetBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reported = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    ReportedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_desired", x => new { x.Device, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "sensing_device",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Coordinates = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Facility = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    KeyHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    KeyAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TestUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    EnteredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EnteredBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    InServiceAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Change = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_device", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_device_address",
                columns: table => new
                {
                    Protocol = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Device = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_device_address", x => new { x.Protocol, x.Address });
                });

            migrationBuilder.CreateTable(
                name: "sensing_device_change",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_device_change", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_duty",
                columns: table => new
                {
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    CheckedInAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_duty", x => new { x.Account, x.Kind });
                });

            migrationBuilder.CreateTable(
                name: "sensing_event",
                columns: table => new
                {
                    Key = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_event", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "sensing_fence",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Geometry = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_fence", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "sensing_firing",
                columns: table => new
                {
                    Key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: true),
                    DeliveredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_firing", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "sensing_group",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_group", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "sensing_group_member",
                columns: table => new
                {
                    Group = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Device = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_group_member", x => new { x.Group, x.Device });
                });

            migrationBuilder.CreateTable(
                name: "sensing_hour",
                columns: table => new
                {
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    Measure = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Hour = table.Column<long>(type: "INTEGER", nullable: false),
                    Changes = table.Column<int>(type: "INTEGER", nullable: false),
                    Figured = table.Column<int>(type: "INTEGER", nullable: false),
                    FiguredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Least = table.Column<double>(type: "REAL", nullable: false),
                    Most = table.Column<double>(type: "REAL", nullable: false),
                    Amount = table.Column<double>(type: "REAL", nullable: false),
                    Last = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_hour", x => new { x.Device, x.Measure, x.Hour });
                });

            migrationBuilder.CreateTable(
                name: "sensing_maintenance",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_maintenance", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_own_fence",
                columns: table => new
                {
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    Fence = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_own_fence", x => new { x.Device, x.Fence });
                });

            migrationBuilder.CreateTable(
                name: "sensing_partition",
                columns: table => new
                {
                    Partition = table.Column<int>(type: "INTEGER", nullable: false),
                    Queue = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_partition", x => x.Partition);
                });

            migrationBuilder.CreateTable(
                name: "sensing_position",
                columns: table => new
                {
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Accuracy = table.Column<float>(type: "REAL", nullable: true),
                    Speed = table.Column<float>(type: "REAL", nullable: true),
                    Heading = table.Column<float>(type: "REAL", nullable: true),
                    Late = table.Column<bool>(type: "INTEGER", nullable: false),
                    Apart = table.Column<bool>(type: "INTEGER", nullable: false),
                    Sealed = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_position", x => new { x.Device, x.At });
                });

            migrationBuilder.CreateTable(
                name: "sensing_queue",
                columns: table => new
                {
                    Queue = table.Column<int>(type: "INTEGER", nullable: false),
                    Epoch = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_queue", x => x.Queue);
                });

            migrationBuilder.CreateTable(
                name: "sensing_reading",
                columns: table => new
                {
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Measure = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Value = table.Column<double>(type: "REAL", nullable: true),
                    Late = table.Column<bool>(type: "INTEGER", nullable: false),
                    Sealed = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_reading", x => new { x.Device, x.At, x.Measure });
                });

            migrationBuilder.CreateTable(
                name: "sensing_rule",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Severity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    On = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_rule", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "sensing_rule_version",
                columns: table => new
                {
                    Rule = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Body = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_rule_version", x => new { x.Rule, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "sensing_rules_stamp",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_rules_stamp", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sensing_twin",
                columns: table => new
                {
                    Device = table.Column<Guid>(type: "TEXT", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Sealed = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Rules = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensing_twin", x => x.Device);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_banquet",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Guests = table.Column<int>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Answer = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_banquet", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_certificate",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    IssuedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ValidUntil = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Supplier = table.Column<bool>(type: "INTEGER", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_certificate", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_closing",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    Meals = table.Column<int>(type: "INTEGER", nullable: false),
                    SubsidyFen = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_closing", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_delivery",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Supplier = table.Column<Guid>(type: "TEXT", nullable: false),
                    What = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_delivery", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_dish",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Tag = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Allergens = table.Column<string>(type: "TEXT", nullable: false),
                    MarketFen = table.Column<long>(type: "INTEGER", nullable: true),
                    MarketSource = table.Column<string>(type: "TEXT", nullable: true),
                    IsGone = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_dish", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_meal",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Meal = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    AgeClassZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AgeClassEn = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Items = table.Column<string>(type: "TEXT", nullable: false),
                    Lines = table.Column<string>(type: "TEXT", nullable: false),
                    ListFen = table.Column<long>(type: "INTEGER", nullable: false),
                    PaysFen = table.Column<long>(type: "INTEGER", nullable: false),
                    PaidBy = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Takeaway = table.Column<bool>(type: "INTEGER", nullable: false),
                    Tariff = table.Column<Guid>(type: "TEXT", nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    FromOrder = table.Column<Guid>(type: "TEXT", nullable: true),
                    Vouched = table.Column<bool>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    VoidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    VoidReason = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_meal", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_menu",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Meal = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Dish = table.Column<Guid>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Portions = table.Column<int>(type: "INTEGER", nullable: false),
                    Sold = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_menu", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_order",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Meal = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    OrderedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    Items = table.Column<string>(type: "TEXT", nullable: false),
                    Quote = table.Column<string>(type: "TEXT", nullable: false),
                    PaysFen = table.Column<long>(type: "INTEGER", nullable: false),
                    PayBy = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Tariff = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hold = table.Column<Guid>(type: "TEXT", nullable: true),
                    PaidFrom = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CancelUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    FetchUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    MealId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_order", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_payment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    Payer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    UndoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_payment", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_refund",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PaidAt = table.Column<long>(type: "INTEGER", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Hold = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_refund", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_sample",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Line = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Grams = table.Column<int>(type: "INTEGER", nullable: false),
                    Place = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_sample", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_shift",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExpectedFen = table.Column<long>(type: "INTEGER", nullable: false),
                    CountedFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    UndoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_shift", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_site",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: false),
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    Phone = table.Column<string>(type: "TEXT", nullable: false),
                    Hours = table.Column<string>(type: "TEXT", nullable: false),
                    Facility = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Operator = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    OperatorName = table.Column<string>(type: "TEXT", nullable: false),
                    Tariff = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Space = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Times = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_site", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_canteen_subsidy",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    MealId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Payer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PayerZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PayerEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    AgeClassZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AgeClassEn = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_canteen_subsidy", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_collective_year",
                columns: table => new
                {
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Year = table.Column<int>(type: "INTEGER", nullable: false),
                    People = table.Column<int>(type: "INTEGER", nullable: false),
                    CountedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_collective_year", x => new { x.Scope, x.Year });
                });

            migrationBuilder.CreateTable(
                name: "services_credential",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Community = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Tie = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeLabel = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: true),
                    Salt = table.Column<string>(type: "TEXT", nullable: true),
                    Proof = table.Column<string>(type: "TEXT", nullable: true),
                    CardHash = table.Column<string>(type: "TEXT", nullable: true),
                    CardTail = table.Column<string>(type: "TEXT", nullable: true),
                    Label = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    ValidFrom = table.Column<long>(type: "INTEGER", nullable: false),
                    ValidUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    IssuedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    TightenedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedBecause = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    RevokedBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_credential", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_elder_choice",
                columns: table => new
                {
                    Elder = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Eats = table.Column<bool>(type: "INTEGER", nullable: false),
                    Set = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_elder_choice", x => new { x.Elder, x.Day });
                });

            migrationBuilder.CreateTable(
                name: "services_elder_meal",
                columns: table => new
                {
                    Day = table.Column<Guid>(type: "TEXT", nullable: false),
                    Elder = table.Column<Guid>(type: "TEXT", nullable: false),
                    Village = table.Column<string>(type: "TEXT", nullable: false),
                    Set = table.Column<string>(type: "TEXT", nullable: false),
                    Diet = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Age = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_elder_meal", x => new { x.Day, x.Elder });
                });

            migrationBuilder.CreateTable(
                name: "services_elder_pause",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Elder = table.Column<Guid>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_elder_pause", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_face_enrolment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Credential = table.Column<Guid>(type: "TEXT", nullable: false),
                    Gate = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Consent = table.Column<Guid>(type: "TEXT", nullable: false),
                    ConsentVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    ByGuardian = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    EnrolledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DeletionOrderedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DeletedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_face_enrolment", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_food_sample",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<Guid>(type: "TEXT", nullable: false),
                    Dish = table.Column<string>(type: "TEXT", nullable: false),
                    Grams = table.Column<int>(type: "INTEGER", nullable: false),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Place = table.Column<string>(type: "TEXT", nullable: false),
                    KeepUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    DiscardedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DiscardedBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_food_sample", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_gate",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Secret = table.Column<string>(type: "TEXT", nullable: false),
                    HasFace = table.Column<bool>(type: "INTEGER", nullable: false),
                    OfflineMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    LastSeenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Applied = table.Column<long>(type: "INTEGER", nullable: false),
                    AppliedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AlarmSince = table.Column<long>(type: "INTEGER", nullable: true),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_gate", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_gate_clock",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_gate_clock", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_gate_pass",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Gate = table.Column<Guid>(type: "TEXT", nullable: false),
                    Seq = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Credential = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    In = table.Column<bool>(type: "INTEGER", nullable: false),
                    ClockWrong = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_gate_pass", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_gate_signing_key",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Private = table.Column<string>(type: "TEXT", nullable: false),
                    Public = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_gate_signing_key", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_goods_in",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kitchen = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Certificate = table.Column<Guid>(type: "TEXT", nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_goods_in", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_head_count",
                columns: table => new
                {
                    Day = table.Column<Guid>(type: "TEXT", nullable: false),
                    Village = table.Column<string>(type: "TEXT", nullable: false),
                    Set = table.Column<string>(type: "TEXT", nullable: false),
                    Diet = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Age = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_head_count", x => new { x.Day, x.Village, x.Set, x.Diet, x.Age });
                });

            migrationBuilder.CreateTable(
                name: "services_income",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Year = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    Voucher = table.Column<string>(type: "TEXT", nullable: false),
                    Corrects = table.Column<Guid>(type: "TEXT", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_income", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_kitchen",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    CutOffMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    PackedMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    LeaveMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    EatWithinMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    SampleGrams = table.Column<int>(type: "INTEGER", nullable: false),
                    SampleHours = table.Column<int>(type: "INTEGER", nullable: false),
                    HotTenths = table.Column<int>(type: "INTEGER", nullable: false),
                    KmPerHour = table.Column<int>(type: "INTEGER", nullable: false),
                    StopMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    LateAfterMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_kitchen", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "services_kitchen_certificate",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kitchen = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    Supplier = table.Column<string>(type: "TEXT", nullable: true),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_kitchen_certificate", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_kitchen_day",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kitchen = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    CutOffAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FrozenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    OverrideReason = table.Column<string>(type: "TEXT", nullable: true),
                    OverrideBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    OverrideAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_kitchen_day", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_matter_application",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Matter = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Form = table.Column<string>(type: "TEXT", nullable: false),
                    FromOffices = table.Column<string>(type: "TEXT", nullable: false),
                    Spared = table.Column<string>(type: "TEXT", nullable: false),
                    Sharing = table.Column<Guid>(type: "TEXT", nullable: true),
                    IdentityBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    IdentityToken = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    IdentityMark = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    IdentityAt = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_matter_application", x => x.Case);
                });

            migrationBuilder.CreateTable(
                name: "services_meal_dish",
                columns: table => new
                {
                    Day = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Allergens = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_meal_dish", x => new { x.Day, x.Code });
                });

            migrationBuilder.CreateTable(
                name: "services_meal_extra",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Village = table.Column<string>(type: "TEXT", nullable: false),
                    Set = table.Column<string>(type: "TEXT", nullable: false),
                    Diet = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Age = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Why = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_meal_extra", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_meal_set",
                columns: table => new
                {
                    Day = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Dishes = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_meal_set", x => new { x.Day, x.Code });
                });

            migrationBuilder.CreateTable(
                name: "services_move_in",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Tie = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeLabel = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    OpenedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ReadyAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OverriddenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OverriddenBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    OverrideReason = table.Column<string>(type: "TEXT", nullable: true),
                    KeyAt = table.Column<long>(type: "INTEGER", nullable: true),
                    KeyBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    KeyWhat = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_move_in", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_move_in_item",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    List = table.Column<Guid>(type: "TEXT", nullable: false),
                    Module = table.Column<Guid>(type: "TEXT", nullable: false),
                    Compulsory = table.Column<bool>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DoneBy = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    RecordedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 240, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_move_in_item", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_quiz_try",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Item = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Right = table.Column<int>(type: "INTEGER", nullable: false),
                    Total = table.Column<int>(type: "INTEGER", nullable: false),
                    Passed = table.Column<bool>(type: "INTEGER", nullable: false),
                    Answers = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_quiz_try", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_retail_area",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Hours = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_retail_area", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "services_retail_unit",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Area = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Merchant = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Trade = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: false),
                    Hours = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_retail_unit", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "services_run_stop",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Run = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Village = table.Column<string>(type: "TEXT", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Boxes = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    ArrivedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    HandedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    HandedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    HandedBoxes = table.Column<int>(type: "INTEGER", nullable: true),
                    Tenths = table.Column<int>(type: "INTEGER", nullable: true),
                    Remedy = table.Column<string>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", nullable: true),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ConfirmedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ConfirmedBoxes = table.Column<int>(type: "INTEGER", nullable: true),
                    SettledBoxes = table.Column<int>(type: "INTEGER", nullable: true),
                    SettledWhy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    SettledBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    LateToldAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_run_stop", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_sheet_allergy",
                columns: table => new
                {
                    Day = table.Column<Guid>(type: "TEXT", nullable: false),
                    Village = table.Column<string>(type: "TEXT", nullable: false),
                    Allergen = table.Column<string>(type: "TEXT", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_sheet_allergy", x => new { x.Day, x.Village, x.Allergen });
                });

            migrationBuilder.CreateTable(
                name: "services_sheet_line",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<Guid>(type: "TEXT", nullable: false),
                    Village = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Set = table.Column<string>(type: "TEXT", nullable: false),
                    Diet = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Age = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_sheet_line", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_shop",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Team = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: true),
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    Phone = table.Column<string>(type: "TEXT", nullable: false),
                    Hours = table.Column<string>(type: "TEXT", nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_shop", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_training",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Mode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Compulsory = table.Column<bool>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    TitleZh = table.Column<string>(type: "TEXT", nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", nullable: false),
                    TextZh = table.Column<string>(type: "TEXT", nullable: false),
                    TextEn = table.Column<string>(type: "TEXT", nullable: false),
                    Video = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    PassMark = table.Column<int>(type: "INTEGER", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    Questions = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_training", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_van",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Kitchen = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Plate = table.Column<string>(type: "TEXT", nullable: false),
                    Fixed = table.Column<bool>(type: "INTEGER", nullable: false),
                    Capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    Driver = table.Column<Guid>(type: "TEXT", nullable: true),
                    Terminal = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_van", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "services_van_run",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Van = table.Column<string>(type: "TEXT", nullable: false),
                    Capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    Driver = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    LeftAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LeftBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    LeftTenths = table.Column<int>(type: "INTEGER", nullable: true),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FixAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_van_run", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_village",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Kitchen = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Team = table.Column<string>(type: "TEXT", nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_village", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "services_village_elder",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Village = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    BirthDate = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Set = table.Column<string>(type: "TEXT", nullable: false),
                    Diet = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Weekdays = table.Column<int>(type: "INTEGER", nullable: false),
                    Allergies = table.Column<string>(type: "TEXT", nullable: true),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    LinkHash = table.Column<string>(type: "TEXT", nullable: true),
                    LinkUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_village_elder", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bookings_reservation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Session = table.Column<Guid>(type: "TEXT", nullable: false),
                    Offering = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Household = table.Column<Guid>(type: "TEXT", nullable: true),
                    Payer = table.Column<Guid>(type: "TEXT", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    SeatKey = table.Column<Guid>(type: "TEXT", nullable: true),
                    Party = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Turn = table.Column<int>(type: "INTEGER", nullable: true),
                    Ticket = table.Column<int>(type: "INTEGER", nullable: true),
                    DrawnAs = table.Column<int>(type: "INTEGER", nullable: true),
                    OfferUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: false),
                    PricePoints = table.Column<long>(type: "INTEGER", nullable: false),
                    DepositFen = table.Column<long>(type: "INTEGER", nullable: false),
                    PriceHold = table.Column<Guid>(type: "TEXT", nullable: true),
                    DepositHold = table.Column<Guid>(type: "TEXT", nullable: true),
                    Paid = table.Column<Guid>(type: "TEXT", nullable: true),
                    PaidBackAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DepositPaid = table.Column<Guid>(type: "TEXT", nullable: true),
                    Ended = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Appeal = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    AppealGranted = table.Column<bool>(type: "INTEGER", nullable: true),
                    AppealAnswer = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookings_reservation", x => x.Id);
                    table.ForeignKey(
                        name: "FK_bookings_reservation_bookings_session_Session",
                        column: x => x.Session,
                        principalTable: "bookings_session",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deliberation_survey_answer",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Survey = table.Column<Guid>(type: "TEXT", nullable: false),
                    Band = table.Column<string>(type: "TEXT", nullable: false),
                    Relation = table.Column<string>(type: "TEXT", nullable: false),
                    Community = table.Column<string>(type: "TEXT", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliberation_survey_answer", x => x.Id);
                    table.ForeignKey(
                        name: "FK_deliberation_survey_answer_deliberation_survey_Survey",
                        column: x => x.Survey,
                        principalTable: "deliberation_survey",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "deliberation_survey_part",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Survey = table.Column<Guid>(type: "TEXT", nullable: false),
                    Who = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliberation_survey_part", x => x.Id);
                    table.ForeignKey(
                        name: "FK_deliberation_survey_part_deliberation_survey_Survey",
                        column: x => x.Survey,
                        principalTable: "deliberation_survey",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "governance_operation_entry",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Space = table.Column<string>(type: "TEXT", nullable: false),
                    Month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    Voucher = table.Column<string>(type: "TEXT", nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Corrects = table.Column<Guid>(type: "TEXT", nullable: true),
                    CorrectedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_governance_operation_entry", x => x.Id);
                    table.ForeignKey(
                        name: "FK_governance_operation_entry_governance_space_operation_Space",
                        column: x => x.Space,
                        principalTable: "governance_space_operation",
                        principalColumn: "Space",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "governance_operation_settlement",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Space = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    IncomeFen = table.Column<long>(type: "INTEGER", nullable: false),
                    CostFen = table.Column<long>(type: "INTEGER", nullable: false),
                    SubsidyFen = table.Column<long>(type: "INTEGER", nullable: false),
                    CarriedInFen = table.Column<long>(type: "INTEGER", nullable: false),
                    PublicFen = table.Column<long>(type: "INTEGER", nullable: false),
                    GovernmentFen = table.Column<long>(type: "INTEGER", nullable: false),
                    CollectiveFen = table.Column<long>(type: "INTEGER", nullable: false),
                    OperatorFen = table.Column<long>(type: "INTEGER", nullable: false),
                    CarriedOutFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Rule = table.Column<Guid>(type: "TEXT", nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_governance_operation_settlement", x => x.Id);
                    table.ForeignKey(
                        name: "FK_governance_operation_settlement_governance_space_operation_Space",
                        column: x => x.Space,
                        principalTable: "governance_space_operation",
                        principalColumn: "Space",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "governance_share_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Space = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PublicBp = table.Column<int>(type: "INTEGER", nullable: false),
                    GovernmentBp = table.Column<int>(type: "INTEGER", nullable: false),
                    CollectiveBp = table.Column<int>(type: "INTEGER", nullable: false),
                    OperatorBp = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_governance_share_rule", x => x.Id);
                    table.ForeignKey(
                        name: "FK_governance_share_rule_governance_space_operation_Space",
                        column: x => x.Space,
                        principalTable: "governance_space_operation",
                        principalColumn: "Space",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "market_redemption_offer",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Station = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Goods = table.Column<Guid>(type: "TEXT", nullable: true),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false),
                    SettlementFen = table.Column<long>(type: "INTEGER", nullable: false),
                    PerMonth = table.Column<int>(type: "INTEGER", nullable: true),
                    Left = table.Column<int>(type: "INTEGER", nullable: true),
                    Provider = table.Column<string>(type: "TEXT", nullable: true),
                    ValidDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Open = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_redemption_offer", x => x.Id);
                    table.CheckConstraint("ck_market_redemption_offer_left", "\"Left\" IS NULL OR \"Left\" >= 0");
                    table.ForeignKey(
                        name: "FK_market_redemption_offer_market_redemption_station_Station",
                        column: x => x.Station,
                        principalTable: "market_redemption_station",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_fund",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Charity = table.Column<string>(type: "TEXT", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_fund", x => x.Code);
                    table.ForeignKey(
                        name: "FK_neighbours_fund_neighbours_charity_Charity",
                        column: x => x.Charity,
                        principalTable: "neighbours_charity",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_class_contact",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Pairing = table.Column<Guid>(type: "TEXT", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_class_contact", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_class_contact_neighbours_class_pairing_Pairing",
                        column: x => x.Pairing,
                        principalTable: "neighbours_class_pairing",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_class_pupil",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Pairing = table.Column<Guid>(type: "TEXT", nullable: false),
                    Side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Guardian = table.Column<Guid>(type: "TEXT", nullable: true),
                    Ref = table.Column<string>(type: "TEXT", nullable: true),
                    SignedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Letter = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    LeftAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_class_pupil", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_class_pupil_neighbours_class_pairing_Pairing",
                        column: x => x.Pairing,
                        principalTable: "neighbours_class_pairing",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_class_session",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Pairing = table.Column<Guid>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Link = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_class_session", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_class_session_neighbours_class_pairing_Pairing",
                        column: x => x.Pairing,
                        principalTable: "neighbours_class_pairing",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_pupil_pair",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Pairing = table.Column<Guid>(type: "TEXT", nullable: false),
                    Ours = table.Column<Guid>(type: "TEXT", nullable: false),
                    Theirs = table.Column<Guid>(type: "TEXT", nullable: false),
                    OursAgreedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    TheirsAgreedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_pupil_pair", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_pupil_pair_neighbours_class_pairing_Pairing",
                        column: x => x.Pairing,
                        principalTable: "neighbours_class_pairing",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_member",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Club = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Nickname = table.Column<string>(type: "TEXT", nullable: false),
                    Word = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Coach = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_member", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_member_neighbours_club_Club",
                        column: x => x.Club,
                        principalTable: "neighbours_club",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_declared_act",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Clause = table.Column<Guid>(type: "TEXT", nullable: false),
                    Event = table.Column<string>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Word = table.Column<string>(type: "TEXT", nullable: true),
                    Points = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_declared_act", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_declared_act_neighbours_covenant_clause_Clause",
                        column: x => x.Clause,
                        principalTable: "neighbours_covenant_clause",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_legal_appointment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Slot = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Topic = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CancelledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Word = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_legal_appointment", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_legal_appointment_neighbours_legal_slot_Slot",
                        column: x => x.Slot,
                        principalTable: "neighbours_legal_slot",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_pair_contact",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Pair = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Went = table.Column<int>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_pair_contact", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_pair_contact_neighbours_pair_Pair",
                        column: x => x.Pair,
                        principalTable: "neighbours_pair",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_programme_project",
                columns: table => new
                {
                    Project = table.Column<string>(type: "TEXT", nullable: false),
                    Programme = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_programme_project", x => x.Project);
                    table.ForeignKey(
                        name: "FK_neighbours_programme_project_neighbours_programme_Programme",
                        column: x => x.Programme,
                        principalTable: "neighbours_programme",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_project_activity",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Project = table.Column<string>(type: "TEXT", nullable: false),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    TitleZh = table.Column<string>(type: "TEXT", nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", nullable: false),
                    Place = table.Column<string>(type: "TEXT", nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_project_activity", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_project_activity_neighbours_project_Project",
                        column: x => x.Project,
                        principalTable: "neighbours_project",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_donation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReceivedBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_donation", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_donation_neighbours_recipient_Recipient",
                        column: x => x.Recipient,
                        principalTable: "neighbours_recipient",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_parcel",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Courier = table.Column<string>(type: "TEXT", nullable: true),
                    Tracking = table.Column<string>(type: "TEXT", nullable: true),
                    ConfirmedCount = table.Column<int>(type: "INTEGER", nullable: true),
                    ConfirmedWord = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_parcel", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_parcel_neighbours_recipient_Recipient",
                        column: x => x.Recipient,
                        principalTable: "neighbours_recipient",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_visit_family",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Plan = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Home = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", nullable: true),
                    Worker = table.Column<Guid>(type: "TEXT", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    VisitedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    NextOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Reminded = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_visit_family", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_visit_family_neighbours_visit_plan_Plan",
                        column: x => x.Plan,
                        principalTable: "neighbours_visit_plan",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_sign_up",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Activity = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Guardian = table.Column<Guid>(type: "TEXT", nullable: true),
                    GuardianAt = table.Column<long>(type: "INTEGER", nullable: true),
                    InAt = table.Column<long>(type: "INTEGER", nullable: true),
                    InWay = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    OutAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OutWay = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: true),
                    Donated = table.Column<int>(type: "INTEGER", nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false),
                    WhyZh = table.Column<string>(type: "TEXT", nullable: true),
                    WhyEn = table.Column<string>(type: "TEXT", nullable: true),
                    SettledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RecordedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SettledBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Word = table.Column<string>(type: "TEXT", nullable: true),
                    Round = table.Column<int>(type: "INTEGER", nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    ForgedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ForgedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ForgedWhy = table.Column<string>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_sign_up", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_sign_up_neighbours_volunteer_activity_Activity",
                        column: x => x.Activity,
                        principalTable: "neighbours_volunteer_activity",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices_push",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    SubscriptionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    NoticeId = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    NextTry = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LastError = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_push", x => x.Id);
                    table.ForeignKey(
                        name: "FK_notices_push_notices_push_subscription_SubscriptionId",
                        column: x => x.SubscriptionId,
                        principalTable: "notices_push_subscription",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_consent_paper",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ConsentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Withdraws = table.Column<bool>(type: "INTEGER", nullable: false),
                    SignedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Witness = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    RecordedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    RecordedByName = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_consent_paper", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_consent_paper_people_consent_ConsentId",
                        column: x => x.ConsentId,
                        principalTable: "people_consent",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_account",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    TotpKey = table.Column<string>(type: "TEXT", nullable: true),
                    TotpOffered = table.Column<string>(type: "TEXT", nullable: true),
                    TotpStep = table.Column<long>(type: "INTEGER", nullable: false),
                    SuspendedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastSignInAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClaimPending = table.Column<bool>(type: "INTEGER", nullable: false),
                    UserName = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    PasswordHash = table.Column<string>(type: "TEXT", nullable: true),
                    SecurityStamp = table.Column<string>(type: "TEXT", nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "TEXT", nullable: true),
                    LockoutEnd = table.Column<long>(type: "INTEGER", nullable: true),
                    AccessFailedCount = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_account", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_account_people_person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "people_person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "deliberation_survey_item",
                columns: table => new
                {
                    Answer = table.Column<Guid>(type: "TEXT", nullable: false),
                    Question = table.Column<int>(type: "INTEGER", nullable: false),
                    Choice = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: true),
                    Text = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliberation_survey_item", x => new { x.Answer, x.Question, x.Choice });
                    table.ForeignKey(
                        name: "FK_deliberation_survey_item_deliberation_survey_answer_Answer",
                        column: x => x.Answer,
                        principalTable: "deliberation_survey_answer",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "market_redemption",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Station = table.Column<Guid>(type: "TEXT", nullable: false),
                    Offer = table.Column<Guid>(type: "TEXT", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false),
                    SettlementFen = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Hold = table.Column<Guid>(type: "TEXT", nullable: true),
                    HoldUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    Word = table.Column<string>(type: "TEXT", nullable: true),
                    ReversedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_redemption", x => x.Id);
                    table.ForeignKey(
                        name: "FK_market_redemption_market_redemption_offer_Offer",
                        column: x => x.Offer,
                        principalTable: "market_redemption_offer",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_cash_hand_in",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Fund = table.Column<string>(type: "TEXT", nullable: false),
                    ExpectedFen = table.Column<long>(type: "INTEGER", nullable: false),
                    CountedFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Slip = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Word = table.Column<string>(type: "TEXT", nullable: true),
                    CountedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    CountedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    CheckedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    CheckedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Refusal = table.Column<string>(type: "TEXT", nullable: true),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_cash_hand_in", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_cash_hand_in_neighbours_fund_Fund",
                        column: x => x.Fund,
                        principalTable: "neighbours_fund",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_charity_sale",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Fund = table.Column<string>(type: "TEXT", nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Place = table.Column<string>(type: "TEXT", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_charity_sale", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_charity_sale_neighbours_fund_Fund",
                        column: x => x.Fund,
                        principalTable: "neighbours_fund",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_fund_spending",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Fund = table.Column<string>(type: "TEXT", nullable: false),
                    Project = table.Column<string>(type: "TEXT", nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    Payee = table.Column<string>(type: "TEXT", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AskedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    FirstAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SecondBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    SecondAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Word = table.Column<string>(type: "TEXT", nullable: true),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_fund_spending", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_fund_spending_neighbours_fund_Fund",
                        column: x => x.Fund,
                        principalTable: "neighbours_fund",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_class_seat",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Session = table.Column<Guid>(type: "TEXT", nullable: false),
                    Pupil = table.Column<Guid>(type: "TEXT", nullable: false),
                    Came = table.Column<bool>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_class_seat", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_class_seat_neighbours_class_session_Session",
                        column: x => x.Session,
                        principalTable: "neighbours_class_session",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_donation_item",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Donation = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Boxed = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_donation_item", x => x.Id);
                    table.CheckConstraint("ck_neighbours_donation_item_boxed", "\"Boxed\" >= 0 AND \"Boxed\" <= \"Count\"");
                    table.ForeignKey(
                        name: "FK_neighbours_donation_item_neighbours_donation_Donation",
                        column: x => x.Donation,
                        principalTable: "neighbours_donation",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_parcel_step",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Parcel = table.Column<Guid>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Where = table.Column<string>(type: "TEXT", nullable: false),
                    ByCourier = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_parcel_step", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_parcel_step_neighbours_parcel_Parcel",
                        column: x => x.Parcel,
                        principalTable: "neighbours_parcel",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_visit",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Family = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    VisitedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RecordedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Answers = table.Column<string>(type: "TEXT", nullable: false),
                    Notes = table.Column<string>(type: "TEXT", nullable: true),
                    GiftGiven = table.Column<bool>(type: "INTEGER", nullable: false),
                    NextOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    CaseNumber = table.Column<string>(type: "TEXT", nullable: true),
                    Wish = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_visit", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_visit_neighbours_visit_family_Family",
                        column: x => x.Family,
                        principalTable: "neighbours_visit_family",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_visit_hand_over",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Family = table.Column<Guid>(type: "TEXT", nullable: false),
                    From = table.Column<Guid>(type: "TEXT", nullable: true),
                    To = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_visit_hand_over", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_visit_hand_over_neighbours_visit_family_Family",
                        column: x => x.Family,
                        principalTable: "neighbours_visit_family",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_directory_entry",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ExternalId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Card = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DeletedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_directory_entry", x => x.AccountId);
                    table.ForeignKey(
                        name: "FK_people_directory_entry_people_account_AccountId",
                        column: x => x.AccountId,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_outside_link",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Provider = table.Column<string>(type: "TEXT", nullable: false),
                    SubjectHash = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_outside_link", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_outside_link_people_account_AccountId",
                        column: x => x.AccountId,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_people_outside_link_people_outside_provider_Provider",
                        column: x => x.Provider,
                        principalTable: "people_outside_provider",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_passkey",
                columns: table => new
                {
                    CredentialId = table.Column<byte[]>(type: "BLOB", maxLength: 1024, nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_passkey", x => x.CredentialId);
                    table.ForeignKey(
                        name: "FK_people_passkey_people_account_UserId",
                        column: x => x.UserId,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_sale_good",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Sale = table.Column<Guid>(type: "TEXT", nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    PriceFen = table.Column<long>(type: "INTEGER", nullable: false),
                    Given = table.Column<int>(type: "INTEGER", nullable: false),
                    Left = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_sale_good", x => x.Id);
                    table.CheckConstraint("ck_neighbours_sale_good_left", "\"Left\" >= 0 AND \"Left\" <= \"Given\"");
                    table.ForeignKey(
                        name: "FK_neighbours_sale_good_neighbours_charity_sale_Sale",
                        column: x => x.Sale,
                        principalTable: "neighbours_charity_sale",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_sale_receipt",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Sale = table.Column<Guid>(type: "TEXT", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    Paid = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Transfer = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    UndoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Undone = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_sale_receipt", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_sale_receipt_neighbours_charity_sale_Sale",
                        column: x => x.Sale,
                        principalTable: "neighbours_charity_sale",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_parcel_item",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Parcel = table.Column<Guid>(type: "TEXT", nullable: false),
                    Item = table.Column<Guid>(type: "TEXT", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_parcel_item", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_parcel_item_neighbours_donation_item_Item",
                        column: x => x.Item,
                        principalTable: "neighbours_donation_item",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_neighbours_parcel_item_neighbours_parcel_Parcel",
                        column: x => x.Parcel,
                        principalTable: "neighbours_parcel",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_outside_session",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    LinkId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SidHash = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_outside_session", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_outside_session_people_outside_link_LinkId",
                        column: x => x.LinkId,
                        principalTable: "people_outside_link",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_sale_line",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Receipt = table.Column<Guid>(type: "TEXT", nullable: false),
                    Good = table.Column<Guid>(type: "TEXT", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Fen = table.Column<long>(type: "INTEGER", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_sale_line", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_sale_line_neighbours_sale_good_Good",
                        column: x => x.Good,
                        principalTable: "neighbours_sale_good",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_neighbours_sale_line_neighbours_sale_receipt_Receipt",
                        column: x => x.Receipt,
                        principalTable: "neighbours_sale_receipt",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_sale_undo",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Receipt = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    AskedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Refusal = table.Column<string>(type: "TEXT", nullable: true),
                    Slip = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Drawn = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_sale_undo", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_sale_undo_neighbours_sale_receipt_Receipt",
                        column: x => x.Receipt,
                        principalTable: "neighbours_sale_receipt",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_bookings_feed_Hash",
                table: "bookings_feed",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bookings_feed_Person",
                table: "bookings_feed",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_bookings_feed_Subject",
                table: "bookings_feed",
                column: "Subject");

            migrationBuilder.CreateIndex(
                name: "IX_bookings_occupancy_Resource_Until",
                table: "bookings_occupancy",
                columns: new[] { "Resource", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_bookings_occupancy_Session",
                table: "bookings_occupancy",
                column: "Session");

            migrationBuilder.CreateIndex(
                name: "IX_bookings_offering_Kind_Scope",
                table: "bookings_offering",
                columns: new[] { "Kind", "Scope" });

            migrationBuilder.CreateIndex(
                name: "IX_bookings_offering_Subject",
                table: "bookings_offering",
                column: "Subject");

            migrationBuilder.CreateIndex(
                name: "IX_bookings_reservation_Household_Day",
                table: "bookings_reservation",
                columns: new[] { "Household", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_bookings_reservation_OfferUntil",
                table: "bookings_reservation",
                column: "OfferUntil");

            migrationBuilder.CreateIndex(
                name: "IX_bookings_reservation_Person_Day",
                table: "bookings_reservation",
                columns: new[] { "Person", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_bookings_reservation_Session_SeatKey",
                table: "bookings_reservation",
                columns: new[] { "Session", "SeatKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bookings_resource_Scope",
                table: "bookings_resource",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_bookings_resource_Space",
                table: "bookings_resource",
                column: "Space",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bookings_session_DrawAt",
                table: "bookings_session",
                column: "DrawAt");

            migrationBuilder.CreateIndex(
                name: "IX_bookings_session_Offering_Slot",
                table: "bookings_session",
                columns: new[] { "Offering", "Slot" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bookings_session_Offering_Start",
                table: "bookings_session",
                columns: new[] { "Offering", "Start" });

            migrationBuilder.CreateIndex(
                name: "IX_bookings_session_Series",
                table: "bookings_session",
                column: "Series");

            migrationBuilder.CreateIndex(
                name: "IX_bookings_session_Settled_End",
                table: "bookings_session",
                columns: new[] { "Settled", "End" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_answer_template_Scope",
                table: "cases_answer_template",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_Community_OpenedAt",
                table: "cases_case",
                columns: new[] { "Community", "OpenedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_ExternalKey",
                table: "cases_case",
                column: "ExternalKey",
                unique: true,
                filter: "\"ExternalKey\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_Handler",
                table: "cases_case",
                column: "Handler",
                filter: "\"Handler\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_Latitude_Longitude",
                table: "cases_case",
                columns: new[] { "Latitude", "Longitude" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_MergedInto",
                table: "cases_case",
                column: "MergedInto",
                filter: "\"MergedInto\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_Number",
                table: "cases_case",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_OnBehalfOf",
                table: "cases_case",
                column: "OnBehalfOf");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_OpenedAt_Number",
                table: "cases_case",
                columns: new[] { "OpenedAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_Reporter",
                table: "cases_case",
                column: "Reporter");

            migrationBuilder.CreateIndex(
                name: "ix_cases_case_ring",
                table: "cases_case",
                column: "RingAt",
                filter: "\"RingAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_case_running",
                table: "cases_case",
                columns: new[] { "NextDue", "Number" },
                filter: "\"NextDue\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_State",
                table: "cases_case",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "ix_cases_case_team_open",
                table: "cases_case",
                column: "Team",
                filter: "\"ClosedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_channel_message_Author",
                table: "cases_channel_message",
                column: "Author");

            migrationBuilder.CreateIndex(
                name: "IX_cases_channel_message_ReplyTo",
                table: "cases_channel_message",
                column: "ReplyTo");

            migrationBuilder.CreateIndex(
                name: "IX_cases_channel_message_Scope_At",
                table: "cases_channel_message",
                columns: new[] { "Scope", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_co_handler_Case_Team",
                table: "cases_co_handler",
                columns: new[] { "Case", "Team" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_co_handler_waiting",
                table: "cases_co_handler",
                column: "Team",
                filter: "\"FinishedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_entry_At",
                table: "cases_entry",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_cases_entry_Case_At",
                table: "cases_entry",
                columns: new[] { "Case", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_extension_Case",
                table: "cases_extension",
                column: "Case");

            migrationBuilder.CreateIndex(
                name: "IX_cases_follower_Account",
                table: "cases_follower",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_cases_mediation_party_Case",
                table: "cases_mediation_party",
                column: "Case");

            migrationBuilder.CreateIndex(
                name: "IX_cases_visit_Case",
                table: "cases_visit",
                column: "Case");

            migrationBuilder.CreateIndex(
                name: "ix_cockpit_hand_over",
                table: "cockpit_hand_over",
                columns: new[] { "Scope", "TakenAt" });

            migrationBuilder.CreateIndex(
                name: "ix_cockpit_hand_over_waiting",
                table: "cockpit_hand_over",
                column: "Scope",
                unique: true,
                filter: "\"TakenAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cockpit_shift",
                table: "cockpit_shift",
                columns: new[] { "Scope", "StartsAt" });

            migrationBuilder.CreateIndex(
                name: "IX_deliberation_survey_ClosesAt",
                table: "deliberation_survey",
                column: "ClosesAt");

            migrationBuilder.CreateIndex(
                name: "IX_deliberation_survey_Scope",
                table: "deliberation_survey",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_deliberation_survey_answer_Survey",
                table: "deliberation_survey_answer",
                column: "Survey");

            migrationBuilder.CreateIndex(
                name: "IX_deliberation_survey_part_Account",
                table: "deliberation_survey_part",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_deliberation_survey_part_Survey_Who",
                table: "deliberation_survey_part",
                columns: new[] { "Survey", "Who" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_consultation_Mentor_Start",
                table: "enterprise_consultation",
                columns: new[] { "Mentor", "Start" });

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_consultation_Person",
                table: "enterprise_consultation",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_consultation_Reservation",
                table: "enterprise_consultation",
                column: "Reservation",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_consultation_note_Consultation",
                table: "enterprise_consultation_note",
                column: "Consultation");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_desk_plan_Space",
                table: "enterprise_desk_plan",
                column: "Space");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_desk_space_Offering",
                table: "enterprise_desk_space",
                column: "Offering");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_estate_Code",
                table: "enterprise_estate",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_fixed_desk_Membership",
                table: "enterprise_fixed_desk",
                column: "Membership",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_fixed_desk_Space_Number",
                table: "enterprise_fixed_desk",
                columns: new[] { "Space", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_Estate_Code",
                table: "enterprise_flat",
                columns: new[] { "Estate", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_Estate_State",
                table: "enterprise_flat",
                columns: new[] { "Estate", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_rent_Estate_PaidAt_DueOn",
                table: "enterprise_flat_rent",
                columns: new[] { "Estate", "PaidAt", "DueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_rent_Tenancy_Month",
                table: "enterprise_flat_rent",
                columns: new[] { "Tenancy", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_request_Person",
                table: "enterprise_flat_request",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_request_Round_Ticket",
                table: "enterprise_flat_request",
                columns: new[] { "Round", "Ticket" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_round_Estate",
                table: "enterprise_flat_round",
                column: "Estate");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_tenancy_Estate_State",
                table: "enterprise_flat_tenancy",
                columns: new[] { "Estate", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_tenancy_Flat",
                table: "enterprise_flat_tenancy",
                column: "Flat");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_tenancy_Number",
                table: "enterprise_flat_tenancy",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_flat_tenancy_Person",
                table: "enterprise_flat_tenancy",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_meeting_room_Offering",
                table: "enterprise_meeting_room",
                column: "Offering");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_meeting_room_Space",
                table: "enterprise_meeting_room",
                column: "Space");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_membership_Invite",
                table: "enterprise_membership",
                column: "Invite",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_membership_Person",
                table: "enterprise_membership",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_membership_Space_State",
                table: "enterprise_membership",
                columns: new[] { "Space", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_membership_term_Membership_From",
                table: "enterprise_membership_term",
                columns: new[] { "Membership", "From" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_membership_term_Space_Until",
                table: "enterprise_membership_term",
                columns: new[] { "Space", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_mentor_Person",
                table: "enterprise_mentor",
                column: "Person",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_mentor_State",
                table: "enterprise_mentor",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_mentor_hours_Mentor",
                table: "enterprise_mentor_hours",
                column: "Mentor");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_mentor_hours_PlannedUntil",
                table: "enterprise_mentor_hours",
                column: "PlannedUntil");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_outcome_Programme_State",
                table: "enterprise_outcome",
                columns: new[] { "Programme", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_outcome_Project",
                table: "enterprise_outcome",
                column: "Project");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_programme_stage_Programme",
                table: "enterprise_programme_stage",
                column: "Programme");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_project_Mentor",
                table: "enterprise_project",
                column: "Mentor");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_project_Person",
                table: "enterprise_project",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_project_Programme_State",
                table: "enterprise_project",
                columns: new[] { "Programme", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_talent_appeal_Application",
                table: "enterprise_talent_appeal",
                column: "Application");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_talent_application_Case",
                table: "enterprise_talent_application",
                column: "Case");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_talent_application_Person",
                table: "enterprise_talent_application",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_talent_application_Scope_State",
                table: "enterprise_talent_application",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_talent_category_Rule_Code",
                table: "enterprise_talent_category",
                columns: new[] { "Rule", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_talent_rule_Scope_Version",
                table: "enterprise_talent_rule",
                columns: new[] { "Scope", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_team_member_Membership",
                table: "enterprise_team_member",
                column: "Membership");

            migrationBuilder.CreateIndex(
                name: "IX_enterprise_team_member_Person",
                table: "enterprise_team_member",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_governance_evidence_device_Scope",
                table: "governance_evidence_device",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_governance_lead_Alarm",
                table: "governance_lead",
                column: "Alarm",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_governance_lead_Inflow_Reference",
                table: "governance_lead",
                columns: new[] { "Inflow", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_governance_lead_Scope_State",
                table: "governance_lead",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_governance_operation_entry_Corrects",
                table: "governance_operation_entry",
                column: "Corrects",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_governance_operation_entry_Scope",
                table: "governance_operation_entry",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_governance_operation_entry_Space_Month",
                table: "governance_operation_entry",
                columns: new[] { "Space", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_governance_operation_settlement_Scope",
                table: "governance_operation_settlement",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_governance_operation_settlement_Space_From",
                table: "governance_operation_settlement",
                columns: new[] { "Space", "From" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_governance_share_rule_Space_From",
                table: "governance_share_rule",
                columns: new[] { "Space", "From" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_governance_space_operation_Scope",
                table: "governance_space_operation",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_hall_counter_Clerk",
                table: "hall_counter",
                column: "Clerk",
                unique: true,
                filter: "\"Clerk\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_hall_counter_Hall_Number",
                table: "hall_counter",
                columns: new[] { "Hall", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_hall_counter_Ticket",
                table: "hall_counter",
                column: "Ticket",
                unique: true,
                filter: "\"Ticket\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_hall_file_Account",
                table: "hall_file",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_hall_file_Hall_At",
                table: "hall_file",
                columns: new[] { "Hall", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_hall_file_Person",
                table: "hall_file",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_hall_file_Sharing",
                table: "hall_file",
                column: "Sharing",
                unique: true,
                filter: "\"Sharing\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_hall_hall_Code",
                table: "hall_hall",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_hall_item_Scope",
                table: "hall_item",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_hall_matter_Case",
                table: "hall_matter",
                column: "Case");

            migrationBuilder.CreateIndex(
                name: "IX_hall_matter_Receipt",
                table: "hall_matter",
                column: "Receipt",
                unique: true,
                filter: "\"Receipt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_hall_matter_State_DueOn",
                table: "hall_matter",
                columns: new[] { "State", "DueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_hall_preparation_Account_Item",
                table: "hall_preparation",
                columns: new[] { "Account", "Item" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_hall_proxy_AgentHash",
                table: "hall_proxy",
                column: "AgentHash");

            migrationBuilder.CreateIndex(
                name: "IX_hall_proxy_Number",
                table: "hall_proxy",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_hall_proxy_PrincipalAccount",
                table: "hall_proxy",
                column: "PrincipalAccount");

            migrationBuilder.CreateIndex(
                name: "IX_hall_proxy_PrincipalPerson",
                table: "hall_proxy",
                column: "PrincipalPerson");

            migrationBuilder.CreateIndex(
                name: "IX_hall_ticket_Account_Day",
                table: "hall_ticket",
                columns: new[] { "Account", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_hall_ticket_Hall_Day_Number",
                table: "hall_ticket",
                columns: new[] { "Hall", "Day", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_hall_ticket_Hall_Day_State",
                table: "hall_ticket",
                columns: new[] { "Hall", "Day", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_hall_ticket_Person",
                table: "hall_ticket",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_hall_ticket_Reservation",
                table: "hall_ticket",
                column: "Reservation",
                unique: true,
                filter: "\"Reservation\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_hall_ticket_Secret",
                table: "hall_ticket",
                column: "Secret",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_hall_way_Proxy",
                table: "hall_way",
                column: "Proxy");

            migrationBuilder.CreateIndex(
                name: "IX_health_age_scene_item_Scene",
                table: "health_age_scene_item",
                column: "Scene");

            migrationBuilder.CreateIndex(
                name: "IX_health_bed_stay_Bed",
                table: "health_bed_stay",
                column: "Bed");

            migrationBuilder.CreateIndex(
                name: "IX_health_bed_stay_Person",
                table: "health_bed_stay",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_health_care_bed_Centre_Name",
                table: "health_care_bed",
                columns: new[] { "Centre", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_health_care_bed_Sensor",
                table: "health_care_bed",
                column: "Sensor",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_health_care_done_Day",
                table: "health_care_done",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_health_care_done_Plan_Day",
                table: "health_care_done",
                columns: new[] { "Plan", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_health_care_plan_Centre",
                table: "health_care_plan",
                column: "Centre");

            migrationBuilder.CreateIndex(
                name: "IX_health_care_plan_Person",
                table: "health_care_plan",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_health_care_plan_ReviewOn",
                table: "health_care_plan",
                column: "ReviewOn");

            migrationBuilder.CreateIndex(
                name: "IX_health_care_plan_item_Plan",
                table: "health_care_plan_item",
                column: "Plan");

            migrationBuilder.CreateIndex(
                name: "IX_health_care_service_Centre",
                table: "health_care_service",
                column: "Centre");

            migrationBuilder.CreateIndex(
                name: "IX_health_department_Clinic_Code",
                table: "health_department",
                columns: new[] { "Clinic", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_health_doctor_Clinic",
                table: "health_doctor",
                column: "Clinic");

            migrationBuilder.CreateIndex(
                name: "IX_health_doctor_away_Doctor_Until",
                table: "health_doctor_away",
                columns: new[] { "Doctor", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_health_home_alert_Alarm",
                table: "health_home_alert",
                column: "Alarm",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_health_home_alert_Person",
                table: "health_home_alert",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_health_home_alert_Scope",
                table: "health_home_alert",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_health_home_alert_ToldAt",
                table: "health_home_alert",
                column: "ToldAt");

            migrationBuilder.CreateIndex(
                name: "IX_health_home_device_Device",
                table: "health_home_device",
                column: "Device");

            migrationBuilder.CreateIndex(
                name: "IX_health_home_device_Person",
                table: "health_home_device",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_health_home_device_Scope",
                table: "health_home_device",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_attempt_Child_At",
                table: "health_nursery_attempt",
                columns: new[] { "Child", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_child_Group",
                table: "health_nursery_child",
                column: "Group");

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_child_Person",
                table: "health_nursery_child",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_child_Reservation",
                table: "health_nursery_child",
                column: "Reservation",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_collector_Child",
                table: "health_nursery_collector",
                column: "Child");

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_fee_Group_Person_Month",
                table: "health_nursery_fee",
                columns: new[] { "Group", "Person", "Month" },
                unique: true,
                filter: "\"BackAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_fee_Posting",
                table: "health_nursery_fee",
                column: "Posting");

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_fee_Reservation",
                table: "health_nursery_fee",
                column: "Reservation");

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_group_Nursery",
                table: "health_nursery_group",
                column: "Nursery");

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_group_Offering",
                table: "health_nursery_group",
                column: "Offering");

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_handover_Child_Day",
                table: "health_nursery_handover",
                columns: new[] { "Child", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_handover_Group_Day",
                table: "health_nursery_handover",
                columns: new[] { "Group", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_health_nursery_look_Child_Day_Account",
                table: "health_nursery_look",
                columns: new[] { "Child", "Day", "Account" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_health_shift_Doctor",
                table: "health_shift",
                column: "Doctor");

            migrationBuilder.CreateIndex(
                name: "IX_health_shift_PlannedUntil",
                table: "health_shift",
                column: "PlannedUntil");

            migrationBuilder.CreateIndex(
                name: "IX_learning_book_Isbn",
                table: "learning_book",
                column: "Isbn");

            migrationBuilder.CreateIndex(
                name: "IX_learning_book_Title",
                table: "learning_book",
                column: "Title");

            migrationBuilder.CreateIndex(
                name: "IX_learning_card_member_Member",
                table: "learning_card_member",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_learning_collector_Child",
                table: "learning_collector",
                column: "Child");

            migrationBuilder.CreateIndex(
                name: "IX_learning_copy_Book",
                table: "learning_copy",
                column: "Book");

            migrationBuilder.CreateIndex(
                name: "IX_learning_copy_Branch",
                table: "learning_copy",
                column: "Branch");

            migrationBuilder.CreateIndex(
                name: "IX_learning_course_Catalogue",
                table: "learning_course",
                column: "Catalogue");

            migrationBuilder.CreateIndex(
                name: "IX_learning_course_Monitor",
                table: "learning_course",
                column: "Monitor");

            migrationBuilder.CreateIndex(
                name: "IX_learning_course_Year_Programme",
                table: "learning_course",
                columns: new[] { "Year", "Programme" });

            migrationBuilder.CreateIndex(
                name: "IX_learning_course_wish_Course_Person",
                table: "learning_course_wish",
                columns: new[] { "Course", "Person" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_learning_course_wish_Person",
                table: "learning_course_wish",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_learning_hand_over_Child",
                table: "learning_hand_over",
                column: "Child");

            migrationBuilder.CreateIndex(
                name: "IX_learning_hand_over_Meeting_Reservation",
                table: "learning_hand_over",
                columns: new[] { "Meeting", "Reservation" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_learning_hold_Book_OpenKey",
                table: "learning_hold",
                columns: new[] { "Book", "OpenKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_learning_hold_Person",
                table: "learning_hold",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_learning_hold_ReadyUntil",
                table: "learning_hold",
                column: "ReadyUntil");

            migrationBuilder.CreateIndex(
                name: "IX_learning_loan_Due",
                table: "learning_loan",
                column: "Due");

            migrationBuilder.CreateIndex(
                name: "IX_learning_loan_OpenKey",
                table: "learning_loan",
                column: "OpenKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_learning_loan_Reader",
                table: "learning_loan",
                column: "Reader");

            migrationBuilder.CreateIndex(
                name: "IX_learning_reader_Card",
                table: "learning_reader",
                column: "Card",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_learning_year_Scope_Programme_Year",
                table: "learning_year",
                columns: new[] { "Scope", "Programme", "Year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_account_Number",
                table: "ledger_account",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_account_OwnerKey_OwnerKind_Unit_Purpose",
                table: "ledger_account",
                columns: new[] { "OwnerKey", "OwnerKind", "Unit", "Purpose" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_account_Scope",
                table: "ledger_account",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_arrival_Doubt",
                table: "ledger_arrival",
                column: "Doubt",
                filter: "\"Doubt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_arrival_Provider_Reference",
                table: "ledger_arrival",
                columns: new[] { "Provider", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_arrival_Scope_At",
                table: "ledger_arrival",
                columns: new[] { "Scope", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_arrival_Wallet_PaidAt",
                table: "ledger_arrival",
                columns: new[] { "Wallet", "PaidAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_closed_period_Scope_Month",
                table: "ledger_closed_period",
                columns: new[] { "Scope", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_difference_Scope_DecidedAt",
                table: "ledger_difference",
                columns: new[] { "Scope", "DecidedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_earning_Event_Key_Person",
                table: "ledger_earning",
                columns: new[] { "Event", "Key", "Person" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_earning_Person_Day",
                table: "ledger_earning",
                columns: new[] { "Person", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_earning_Scope_State",
                table: "ledger_earning",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_earning_rule_Event_From",
                table: "ledger_earning_rule",
                columns: new[] { "Event", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_entry_Account_Tick",
                table: "ledger_entry",
                columns: new[] { "Account", "Tick" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_family_rule_Scope_From",
                table: "ledger_family_rule",
                columns: new[] { "Scope", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_family_sharing_Beneficiary",
                table: "ledger_family_sharing",
                column: "Beneficiary",
                unique: true,
                filter: "\"State\" = 'Active'");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_family_sharing_Donor",
                table: "ledger_family_sharing",
                column: "Donor");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_family_use_Sharing",
                table: "ledger_family_use",
                column: "Sharing");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_family_use_Transfer",
                table: "ledger_family_use",
                column: "Transfer",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_hold_Account",
                table: "ledger_hold",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_hold_open",
                table: "ledger_hold",
                column: "ExpiresAt",
                filter: "\"State\" = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_hold_Poster_Key",
                table: "ledger_hold",
                columns: new[] { "Poster", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_lot_due",
                table: "ledger_lot",
                column: "LastDay",
                filter: "\"Left\" > 0");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_lot_left",
                table: "ledger_lot",
                columns: new[] { "Account", "LastDay" },
                filter: "\"Left\" > 0");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_lot_Transfer",
                table: "ledger_lot",
                column: "Transfer");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_payment_By",
                table: "ledger_payment",
                column: "By");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_payment_PollAt",
                table: "ledger_payment",
                column: "PollAt",
                filter: "\"PollAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_payment_Scope",
                table: "ledger_payment",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_payment_Wallet_At",
                table: "ledger_payment",
                columns: new[] { "Wallet", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_programme_Scope",
                table: "ledger_programme",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_reconciled_day_Provider_Day",
                table: "ledger_reconciled_day",
                columns: new[] { "Provider", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_refund_Arrival",
                table: "ledger_refund",
                column: "Arrival");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_refund_By",
                table: "ledger_refund",
                column: "By");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_refund_Person",
                table: "ledger_refund",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_refund_PollAt",
                table: "ledger_refund",
                column: "PollAt",
                filter: "\"PollAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_refund_Scope_State",
                table: "ledger_refund",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_reversal_request_State",
                table: "ledger_reversal_request",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_reversal_request_Transfer",
                table: "ledger_reversal_request",
                column: "Transfer",
                unique: true,
                filter: "\"State\" = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_settlement_Account_Month",
                table: "ledger_settlement",
                columns: new[] { "Account", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_settlement_BankReference",
                table: "ledger_settlement",
                column: "BankReference",
                unique: true,
                filter: "\"BankReference\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_settlement_Order",
                table: "ledger_settlement",
                column: "Order",
                filter: "\"Order\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_top_up_limit_Scope_From",
                table: "ledger_top_up_limit",
                columns: new[] { "Scope", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transfer_Key_Poster",
                table: "ledger_transfer",
                columns: new[] { "Key", "Poster" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_transfer_open",
                table: "ledger_transfer",
                column: "Id",
                filter: "\"Segment\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transfer_Reverses",
                table: "ledger_transfer",
                column: "Reverses",
                filter: "\"Reverses\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transfer_Subject",
                table: "ledger_transfer",
                column: "Subject",
                filter: "\"Subject\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_lowcarbon_balcony_garden_Account",
                table: "lowcarbon_balcony_garden",
                column: "Account",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_lowcarbon_balcony_garden_Scope",
                table: "lowcarbon_balcony_garden",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_lowcarbon_garden_plot_Application",
                table: "lowcarbon_garden_plot",
                column: "Application");

            migrationBuilder.CreateIndex(
                name: "IX_lowcarbon_garden_plot_Season_Number",
                table: "lowcarbon_garden_plot",
                columns: new[] { "Season", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_lowcarbon_green_asset_Scope",
                table: "lowcarbon_green_asset",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_lowcarbon_plot_application_Account",
                table: "lowcarbon_plot_application",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_lowcarbon_plot_application_Season_Home",
                table: "lowcarbon_plot_application",
                columns: new[] { "Season", "Home" });

            migrationBuilder.CreateIndex(
                name: "IX_lowcarbon_plot_check_Plot",
                table: "lowcarbon_plot_check",
                column: "Plot");

            migrationBuilder.CreateIndex(
                name: "IX_machinesimulator_machine_Code",
                table: "machinesimulator_machine",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_market_after_sale_Order",
                table: "market_after_sale",
                column: "Order");

            migrationBuilder.CreateIndex(
                name: "IX_market_after_sale_Shop_State",
                table: "market_after_sale",
                columns: new[] { "Shop", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_market_after_sale_State_DueAt",
                table: "market_after_sale",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_market_goods_Scope_Category",
                table: "market_goods",
                columns: new[] { "Scope", "Category" });

            migrationBuilder.CreateIndex(
                name: "IX_market_goods_Shop",
                table: "market_goods",
                column: "Shop");

            migrationBuilder.CreateIndex(
                name: "IX_market_live_event_Shop",
                table: "market_live_event",
                column: "Shop");

            migrationBuilder.CreateIndex(
                name: "IX_market_live_event_StartsAt",
                table: "market_live_event",
                column: "StartsAt");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_Code",
                table: "market_machine",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_Key",
                table: "market_machine",
                column: "Key");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_Scope",
                table: "market_machine",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_command_Machine_Number",
                table: "market_machine_command",
                columns: new[] { "Machine", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_command_Session",
                table: "market_machine_command",
                column: "Session");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_dispute_Scope",
                table: "market_machine_dispute",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_dispute_Session",
                table: "market_machine_dispute",
                column: "Session");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_event_Machine_Seq",
                table: "market_machine_event",
                columns: new[] { "Machine", "Seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_event_Session",
                table: "market_machine_event",
                column: "Session");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_line_Session",
                table: "market_machine_line",
                column: "Session");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_price_Shelf",
                table: "market_machine_price",
                column: "Shelf");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_session_Account",
                table: "market_machine_session",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_session_Machine_At",
                table: "market_machine_session",
                columns: new[] { "Machine", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_session_Person_At",
                table: "market_machine_session",
                columns: new[] { "Person", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_session_Scope",
                table: "market_machine_session",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_shelf_Machine_Number",
                table: "market_machine_shelf",
                columns: new[] { "Machine", "Number" },
                unique: true,
                filter: "\"TakenAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_market_machine_stock_Machine_At",
                table: "market_machine_stock",
                columns: new[] { "Machine", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_market_order_Buyer_At",
                table: "market_order",
                columns: new[] { "Buyer", "At" });

            migrationBuilder.CreateIndex(
                name: "ix_market_order_code",
                table: "market_order",
                columns: new[] { "Shop", "Code" },
                unique: true,
                filter: "\"State\" IN ('Paid', 'Packed', 'Ready', 'Out')");

            migrationBuilder.CreateIndex(
                name: "IX_market_order_Number",
                table: "market_order",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_market_order_Scope_Day",
                table: "market_order",
                columns: new[] { "Scope", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_market_order_Shop_DeliverFrom",
                table: "market_order",
                columns: new[] { "Shop", "DeliverFrom" });

            migrationBuilder.CreateIndex(
                name: "IX_market_order_Shop_State_At",
                table: "market_order",
                columns: new[] { "Shop", "State", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_market_order_State_AfterSalesUntil",
                table: "market_order",
                columns: new[] { "State", "AfterSalesUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_market_order_State_OverdueToldAt",
                table: "market_order",
                columns: new[] { "State", "OverdueToldAt" });

            migrationBuilder.CreateIndex(
                name: "IX_market_order_line_Goods",
                table: "market_order_line",
                column: "Goods");

            migrationBuilder.CreateIndex(
                name: "IX_market_order_refund_Order",
                table: "market_order_refund",
                column: "Order");

            migrationBuilder.CreateIndex(
                name: "IX_market_redemption_HoldUntil",
                table: "market_redemption",
                column: "HoldUntil",
                filter: "\"State\" = 'Reserved'");

            migrationBuilder.CreateIndex(
                name: "IX_market_redemption_Offer",
                table: "market_redemption",
                column: "Offer");

            migrationBuilder.CreateIndex(
                name: "IX_market_redemption_Person_Offer_Day",
                table: "market_redemption",
                columns: new[] { "Person", "Offer", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_market_redemption_Scope_Day",
                table: "market_redemption",
                columns: new[] { "Scope", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_market_redemption_offer_Scope",
                table: "market_redemption_offer",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_market_redemption_offer_Station",
                table: "market_redemption_offer",
                column: "Station");

            migrationBuilder.CreateIndex(
                name: "IX_market_redemption_station_Scope",
                table: "market_redemption_station",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_market_redemption_station_Shop",
                table: "market_redemption_station",
                column: "Shop");

            migrationBuilder.CreateIndex(
                name: "IX_market_rent_waiver_Tenancy",
                table: "market_rent_waiver",
                column: "Tenancy");

            migrationBuilder.CreateIndex(
                name: "IX_market_stock_move_Subject",
                table: "market_stock_move",
                column: "Subject",
                filter: "\"Subject\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_market_tariff_Code",
                table: "market_tariff",
                column: "Code");

            migrationBuilder.CreateIndex(
                name: "IX_market_tariff_Scope_Code_Number",
                table: "market_tariff",
                columns: new[] { "Scope", "Code", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_market_tenancy_Scope",
                table: "market_tenancy",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_market_tenancy_Shop",
                table: "market_tenancy",
                column: "Shop");

            migrationBuilder.CreateIndex(
                name: "IX_market_township_Scope",
                table: "market_township",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_market_voucher_Code",
                table: "market_voucher",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_market_voucher_Person",
                table: "market_voucher",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_market_voucher_Redemption",
                table: "market_voucher",
                column: "Redemption");

            migrationBuilder.CreateIndex(
                name: "IX_market_zone_service_Zone",
                table: "market_zone_service",
                column: "Zone");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_guard_duty_Scope",
                table: "mobility_guard_duty",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_guard_duty_Until",
                table: "mobility_guard_duty",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_guard_help_At",
                table: "mobility_guard_help",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_guard_help_Scope",
                table: "mobility_guard_help",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_guard_point_Scope",
                table: "mobility_guard_point",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_parking_correction_Scope",
                table: "mobility_parking_correction",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_parking_lot_Scope",
                table: "mobility_parking_lot",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_pupil_Device",
                table: "mobility_pupil",
                column: "Device");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_pupil_Person",
                table: "mobility_pupil",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_pupil_Scope",
                table: "mobility_pupil",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_road_Scope",
                table: "mobility_road",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_school_alert_Alarm",
                table: "mobility_school_alert",
                column: "Alarm",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_mobility_school_alert_Pupil",
                table: "mobility_school_alert",
                column: "Pupil");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_school_alert_Scope",
                table: "mobility_school_alert",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_school_path_Scope",
                table: "mobility_school_path",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_mobility_school_term_Scope",
                table: "mobility_school_term",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_block_Account_Blocked",
                table: "neighbours_block",
                columns: new[] { "Account", "Blocked" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_block_Blocked",
                table: "neighbours_block",
                column: "Blocked");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_card_Account",
                table: "neighbours_card",
                column: "Account",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_card_Scope",
                table: "neighbours_card",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_cash_hand_in_Fund",
                table: "neighbours_cash_hand_in",
                column: "Fund");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_cash_hand_in_Scope",
                table: "neighbours_cash_hand_in",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_charity_Scope",
                table: "neighbours_charity",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_charity_sale_Fund",
                table: "neighbours_charity_sale",
                column: "Fund");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_charity_sale_Scope",
                table: "neighbours_charity_sale",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_check_item_Plan",
                table: "neighbours_check_item",
                column: "Plan");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_class_contact_Pairing",
                table: "neighbours_class_contact",
                column: "Pairing");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_class_pairing_Scope",
                table: "neighbours_class_pairing",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_class_pupil_Guardian",
                table: "neighbours_class_pupil",
                column: "Guardian");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_class_pupil_Pairing",
                table: "neighbours_class_pupil",
                column: "Pairing");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_class_pupil_Person",
                table: "neighbours_class_pupil",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_class_seat_Pupil",
                table: "neighbours_class_seat",
                column: "Pupil");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_class_seat_Session_Pupil",
                table: "neighbours_class_seat",
                columns: new[] { "Session", "Pupil" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_class_session_Pairing",
                table: "neighbours_class_session",
                column: "Pairing");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_club_Organiser",
                table: "neighbours_club",
                column: "Organiser");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_club_Scope_State",
                table: "neighbours_club",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_club_meeting_Club",
                table: "neighbours_club_meeting",
                column: "Club");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_club_presence_Account",
                table: "neighbours_club_presence",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_club_presence_Club",
                table: "neighbours_club_presence",
                column: "Club");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_covenant_clause_Scope_Number_Version",
                table: "neighbours_covenant_clause",
                columns: new[] { "Scope", "Number", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_declared_act_Clause",
                table: "neighbours_declared_act",
                column: "Clause");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_declared_act_Person",
                table: "neighbours_declared_act",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_declared_act_Scope_State",
                table: "neighbours_declared_act",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_donation_Number",
                table: "neighbours_donation",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_donation_Person",
                table: "neighbours_donation",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_donation_Recipient",
                table: "neighbours_donation",
                column: "Recipient");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_donation_Scope_State",
                table: "neighbours_donation",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_donation_item_Donation",
                table: "neighbours_donation_item",
                column: "Donation");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_fund_Charity",
                table: "neighbours_fund",
                column: "Charity");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_fund_Scope",
                table: "neighbours_fund",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_fund_spending_Fund",
                table: "neighbours_fund_spending",
                column: "Fund");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_fund_spending_Scope",
                table: "neighbours_fund_spending",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_greeting_From_To",
                table: "neighbours_greeting",
                columns: new[] { "From", "To" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_greeting_To",
                table: "neighbours_greeting",
                column: "To");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_hours_exchange_GivenTransfer",
                table: "neighbours_hours_exchange",
                column: "GivenTransfer");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_hours_exchange_Giver",
                table: "neighbours_hours_exchange",
                column: "Giver");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_hours_exchange_Scope_State",
                table: "neighbours_hours_exchange",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_hours_exchange_UsedTransfer",
                table: "neighbours_hours_exchange",
                column: "UsedTransfer");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_job_Until",
                table: "neighbours_job",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_legal_appointment_Account",
                table: "neighbours_legal_appointment",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_legal_appointment_Slot",
                table: "neighbours_legal_appointment",
                column: "Slot");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_legal_slot_Scope_StartsAt",
                table: "neighbours_legal_slot",
                columns: new[] { "Scope", "StartsAt" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_member_Account",
                table: "neighbours_member",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_member_Club_Account",
                table: "neighbours_member",
                columns: new[] { "Club", "Account" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_neighbours_missed_points_owed",
                table: "neighbours_missed_points",
                column: "At",
                filter: "\"Key\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_missed_points_Person_At",
                table: "neighbours_missed_points",
                columns: new[] { "Person", "At" });

            migrationBuilder.CreateIndex(
                name: "ix_neighbours_pair_first",
                table: "neighbours_pair",
                columns: new[] { "First", "Kind" },
                unique: true,
                filter: "\"State\" IN ('Proposed', 'Active')");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_pair_Scope",
                table: "neighbours_pair",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "ix_neighbours_pair_second",
                table: "neighbours_pair",
                columns: new[] { "Second", "Kind" },
                unique: true,
                filter: "\"State\" IN ('Proposed', 'Active')");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_pair_contact_Pair",
                table: "neighbours_pair_contact",
                column: "Pair");

            migrationBuilder.CreateIndex(
                name: "ix_neighbours_pairing_offer_one",
                table: "neighbours_pairing_offer",
                columns: new[] { "Account", "Kind" },
                unique: true,
                filter: "\"State\" <> 'Withdrawn'");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_pairing_offer_Scope_Kind",
                table: "neighbours_pairing_offer",
                columns: new[] { "Scope", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_parcel_Code",
                table: "neighbours_parcel",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_parcel_Number",
                table: "neighbours_parcel",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_parcel_Recipient",
                table: "neighbours_parcel",
                column: "Recipient");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_parcel_Scope_State",
                table: "neighbours_parcel",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_parcel_item_Item",
                table: "neighbours_parcel_item",
                column: "Item");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_parcel_item_Parcel",
                table: "neighbours_parcel_item",
                column: "Parcel");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_parcel_step_Parcel",
                table: "neighbours_parcel_step",
                column: "Parcel");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_programme_project_Programme",
                table: "neighbours_programme_project",
                column: "Programme");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_project_activity_Project",
                table: "neighbours_project_activity",
                column: "Project");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_project_story_Project",
                table: "neighbours_project_story",
                column: "Project");

            migrationBuilder.CreateIndex(
                name: "ix_neighbours_pupil_pair_ours",
                table: "neighbours_pupil_pair",
                column: "Ours",
                unique: true,
                filter: "\"State\" <> 'Ended'");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_pupil_pair_Pairing",
                table: "neighbours_pupil_pair",
                column: "Pairing");

            migrationBuilder.CreateIndex(
                name: "ix_neighbours_pupil_pair_theirs",
                table: "neighbours_pupil_pair",
                column: "Theirs",
                unique: true,
                filter: "\"State\" <> 'Ended'");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_recipient_Scope",
                table: "neighbours_recipient",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_sale_good_Sale",
                table: "neighbours_sale_good",
                column: "Sale");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_sale_line_Good",
                table: "neighbours_sale_line",
                column: "Good");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_sale_line_Receipt",
                table: "neighbours_sale_line",
                column: "Receipt");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_sale_receipt_Sale",
                table: "neighbours_sale_receipt",
                column: "Sale");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_sale_undo_Receipt",
                table: "neighbours_sale_undo",
                column: "Receipt",
                unique: true,
                filter: "\"State\" <> 'Refused'");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_service_Project",
                table: "neighbours_service",
                column: "Project");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_service_Scope",
                table: "neighbours_service",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_sign_up_Activity_Person",
                table: "neighbours_sign_up",
                columns: new[] { "Activity", "Person" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_sign_up_Person",
                table: "neighbours_sign_up",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_visit_Family",
                table: "neighbours_visit",
                column: "Family");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_visit_family_Plan_Person",
                table: "neighbours_visit_family",
                columns: new[] { "Plan", "Person" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_visit_family_Scope",
                table: "neighbours_visit_family",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_visit_family_Worker",
                table: "neighbours_visit_family",
                column: "Worker");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_visit_hand_over_Family",
                table: "neighbours_visit_hand_over",
                column: "Family");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_visit_plan_Scope",
                table: "neighbours_visit_plan",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_visitor_count_Site_Day",
                table: "neighbours_visitor_count",
                columns: new[] { "Site", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_visitor_count_Site_Key",
                table: "neighbours_visitor_count",
                columns: new[] { "Site", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_volunteer_Number",
                table: "neighbours_volunteer",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_volunteer_Person",
                table: "neighbours_volunteer",
                column: "Person",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_volunteer_Scope",
                table: "neighbours_volunteer",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_volunteer_activity_Leader",
                table: "neighbours_volunteer_activity",
                column: "Leader");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_volunteer_activity_Scope_StartsAt",
                table: "neighbours_volunteer_activity",
                columns: new[] { "Scope", "StartsAt" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_volunteer_certificate_Code",
                table: "neighbours_volunteer_certificate",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_volunteer_certificate_Person",
                table: "neighbours_volunteer_certificate",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_wish_Number",
                table: "neighbours_wish",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_wish_Person",
                table: "neighbours_wish",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_wish_Round_Ref",
                table: "neighbours_wish",
                columns: new[] { "Round", "Ref" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_wish_Round_State",
                table: "neighbours_wish",
                columns: new[] { "Round", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_wish_Scope_State",
                table: "neighbours_wish",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "ix_neighbours_wish_claim_one",
                table: "neighbours_wish_claim",
                column: "Wish",
                unique: true,
                filter: "\"EndedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_wish_claim_Person",
                table: "neighbours_wish_claim",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_wish_round_Scope",
                table: "neighbours_wish_round",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_notices_announcement_Scope_State_From",
                table: "notices_announcement",
                columns: new[] { "Scope", "State", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_notice_AccountId_At",
                table: "notices_notice",
                columns: new[] { "AccountId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_notice_AccountId_Key",
                table: "notices_notice",
                columns: new[] { "AccountId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notices_notice_unread",
                table: "notices_notice",
                column: "AccountId",
                filter: "\"ReadAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_notices_push_NextTry",
                table: "notices_push",
                column: "NextTry");

            migrationBuilder.CreateIndex(
                name: "IX_notices_push_SubscriptionId",
                table: "notices_push",
                column: "SubscriptionId");

            migrationBuilder.CreateIndex(
                name: "IX_notices_push_subscription_AccountId",
                table: "notices_push_subscription",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_notices_push_subscription_EndpointHash",
                table: "notices_push_subscription",
                column: "EndpointHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notices_sms_DueAt",
                table: "notices_sms",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_open311_request_Client_Fingerprint",
                table: "open311_request",
                columns: new[] { "Client", "Fingerprint" });

            migrationBuilder.CreateIndex(
                name: "IX_open311_request_Client_RepeatKey",
                table: "open311_request",
                columns: new[] { "Client", "RepeatKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_open311_update_Entry",
                table: "open311_update",
                column: "Entry");

            migrationBuilder.CreateIndex(
                name: "IX_people_account_NormalizedUserName",
                table: "people_account",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_account_PersonId_Kind",
                table: "people_account",
                columns: new[] { "PersonId", "Kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_api_key_Prefix",
                table: "people_api_key",
                column: "Prefix",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_assessment_Purpose_ValidUntil",
                table: "people_assessment",
                columns: new[] { "Purpose", "ValidUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_people_breach_Scope_At",
                table: "people_breach",
                columns: new[] { "Scope", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_breach_person_PersonId",
                table: "people_breach_person",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_people_care_assignment_Account",
                table: "people_care_assignment",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_people_care_assignment_PersonId_Account",
                table: "people_care_assignment",
                columns: new[] { "PersonId", "Account" });

            migrationBuilder.CreateIndex(
                name: "IX_people_care_dismissal_PersonId_Group",
                table: "people_care_dismissal",
                columns: new[] { "PersonId", "Group" });

            migrationBuilder.CreateIndex(
                name: "IX_people_care_entry_Grid",
                table: "people_care_entry",
                column: "Grid");

            migrationBuilder.CreateIndex(
                name: "ix_people_care_entry_one_open",
                table: "people_care_entry",
                columns: new[] { "PersonId", "Group" },
                unique: true,
                filter: "\"State\" IN ('Waiting', 'Listed')");

            migrationBuilder.CreateIndex(
                name: "IX_people_care_entry_PersonId",
                table: "people_care_entry",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_people_care_entry_Scope",
                table: "people_care_entry",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_people_child_access_ChildId",
                table: "people_child_access",
                column: "ChildId");

            migrationBuilder.CreateIndex(
                name: "IX_people_child_access_RequestedBy",
                table: "people_child_access",
                column: "RequestedBy");

            migrationBuilder.CreateIndex(
                name: "IX_people_child_access_Scope_At",
                table: "people_child_access",
                columns: new[] { "Scope", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_claim_try_AccountId_At",
                table: "people_claim_try",
                columns: new[] { "AccountId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_company_CreditCode",
                table: "people_company",
                column: "CreditCode",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_company_Name",
                table: "people_company",
                column: "Name");

            migrationBuilder.CreateIndex(
                name: "IX_people_company_holding_CompanyId",
                table: "people_company_holding",
                column: "CompanyId");

            migrationBuilder.CreateIndex(
                name: "IX_people_company_holding_HomeId",
                table: "people_company_holding",
                column: "HomeId");

            migrationBuilder.CreateIndex(
                name: "IX_people_company_holding_Scope",
                table: "people_company_holding",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "ix_people_consent_one_open",
                table: "people_consent",
                columns: new[] { "PersonId", "Purpose" },
                unique: true,
                filter: "\"WithdrawnAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_people_consent_open_by_text",
                table: "people_consent",
                columns: new[] { "Purpose", "TextVersion" },
                filter: "\"WithdrawnAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_people_consent_PersonId_GivenAt",
                table: "people_consent",
                columns: new[] { "PersonId", "GivenAt" });

            migrationBuilder.CreateIndex(
                name: "IX_people_consent_WithdrawnAt",
                table: "people_consent",
                column: "WithdrawnAt");

            migrationBuilder.CreateIndex(
                name: "IX_people_consent_paper_ConsentId",
                table: "people_consent_paper",
                column: "ConsentId");

            migrationBuilder.CreateIndex(
                name: "IX_people_consent_paper_PersonId",
                table: "people_consent_paper",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_people_correction_PersonId",
                table: "people_correction",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_people_correction_Scope_State",
                table: "people_correction",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_people_directory_entry_ExternalId",
                table: "people_directory_entry",
                column: "ExternalId");

            migrationBuilder.CreateIndex(
                name: "IX_people_directory_entry_Scope",
                table: "people_directory_entry",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_people_directory_group_Scope",
                table: "people_directory_group",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "ix_people_erasure_one_open",
                table: "people_erasure",
                column: "PersonId",
                unique: true,
                filter: "\"EndedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_people_erasure_State_DueAt",
                table: "people_erasure",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_people_family_act_PrincipalId_At",
                table: "people_family_act",
                columns: new[] { "PrincipalId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_family_agency_AgentId",
                table: "people_family_agency",
                column: "AgentId");

            migrationBuilder.CreateIndex(
                name: "IX_people_family_agency_PrincipalId",
                table: "people_family_agency",
                column: "PrincipalId");

            migrationBuilder.CreateIndex(
                name: "IX_people_guardianship_ChildId",
                table: "people_guardianship",
                column: "ChildId");

            migrationBuilder.CreateIndex(
                name: "IX_people_guardianship_GuardianId",
                table: "people_guardianship",
                column: "GuardianId");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_invitation_CodeHash",
                table: "people_home_invitation",
                column: "CodeHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_home_invitation_HomeId_At",
                table: "people_home_invitation",
                columns: new[] { "HomeId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_home_invitation_InviterAccount",
                table: "people_home_invitation",
                column: "InviterAccount");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_AccountId",
                table: "people_home_tie",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_Grid",
                table: "people_home_tie",
                column: "Grid");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_HomeId",
                table: "people_home_tie",
                column: "HomeId");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_HouseholdId",
                table: "people_home_tie",
                column: "HouseholdId");

            migrationBuilder.CreateIndex(
                name: "ix_people_home_tie_lease_unknown",
                table: "people_home_tie",
                column: "Scope",
                filter: "\"Relation\" = 'Tenant' AND \"To\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_PersonId",
                table: "people_home_tie",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_Scope",
                table: "people_home_tie",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_people_household_Grid",
                table: "people_household",
                column: "Grid");

            migrationBuilder.CreateIndex(
                name: "IX_people_household_HomeId",
                table: "people_household",
                column: "HomeId");

            migrationBuilder.CreateIndex(
                name: "IX_people_household_Scope",
                table: "people_household",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_people_import_By_At",
                table: "people_import",
                columns: new[] { "By", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_import_State",
                table: "people_import",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_people_network_check_At",
                table: "people_network_check",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_people_outside_link_AccountId_Provider",
                table: "people_outside_link",
                columns: new[] { "AccountId", "Provider" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_outside_link_Provider_SubjectHash",
                table: "people_outside_link",
                columns: new[] { "Provider", "SubjectHash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_outside_logout_At",
                table: "people_outside_logout",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_people_outside_session_LinkId",
                table: "people_outside_session",
                column: "LinkId");

            migrationBuilder.CreateIndex(
                name: "IX_people_outside_session_SidHash",
                table: "people_outside_session",
                column: "SidHash");

            migrationBuilder.CreateIndex(
                name: "IX_people_outside_visit_At",
                table: "people_outside_visit",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_people_outside_visit_BrowserHash",
                table: "people_outside_visit",
                column: "BrowserHash");

            migrationBuilder.CreateIndex(
                name: "IX_people_outside_visit_StateHash",
                table: "people_outside_visit",
                column: "StateHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_owners_count_rule_Jurisdiction",
                table: "people_owners_count_rule",
                column: "Jurisdiction");

            migrationBuilder.CreateIndex(
                name: "IX_people_passkey_UserId",
                table: "people_passkey",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_people_person_BirthDate",
                table: "people_person",
                column: "BirthDate");

            migrationBuilder.CreateIndex(
                name: "IX_people_person_IdentityHash",
                table: "people_person",
                column: "IdentityHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_person_Name",
                table: "people_person",
                column: "Name");

            migrationBuilder.CreateIndex(
                name: "IX_people_person_NameInitials",
                table: "people_person",
                column: "NameInitials");

            migrationBuilder.CreateIndex(
                name: "IX_people_person_NameKey",
                table: "people_person",
                column: "NameKey");

            migrationBuilder.CreateIndex(
                name: "IX_people_person_PhoneHash",
                table: "people_person",
                column: "PhoneHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_person_PhoneTail",
                table: "people_person",
                column: "PhoneTail");

            migrationBuilder.CreateIndex(
                name: "IX_people_person_SearchPlace_Name",
                table: "people_person",
                columns: new[] { "SearchPlace", "Name" });

            migrationBuilder.CreateIndex(
                name: "IX_people_person_SearchPlace_NameInitials",
                table: "people_person",
                columns: new[] { "SearchPlace", "NameInitials" });

            migrationBuilder.CreateIndex(
                name: "IX_people_person_SearchPlace_NameKey",
                table: "people_person",
                columns: new[] { "SearchPlace", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "ix_people_phone_change_one_waiting",
                table: "people_phone_change",
                column: "PersonId",
                unique: true,
                filter: "\"State\" = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "IX_people_phone_change_State_DueAt",
                table: "people_phone_change",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_people_post_AccountId",
                table: "people_post",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_people_post_Post_Scope",
                table: "people_post",
                columns: new[] { "Post", "Scope" });

            migrationBuilder.CreateIndex(
                name: "IX_people_post_Team",
                table: "people_post",
                column: "Team");

            migrationBuilder.CreateIndex(
                name: "IX_people_purpose_text_Purpose_Version",
                table: "people_purpose_text",
                columns: new[] { "Purpose", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_recovery_code_AccountId",
                table: "people_recovery_code",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "ix_people_refresh_family_ended",
                table: "people_refresh_family",
                column: "AccountId",
                filter: "\"EndedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_people_refresh_family_LastAt",
                table: "people_refresh_family",
                column: "LastAt");

            migrationBuilder.CreateIndex(
                name: "IX_people_registration_AccountId",
                table: "people_registration",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_people_registration_HomeId_State",
                table: "people_registration",
                columns: new[] { "HomeId", "State" });

            migrationBuilder.CreateIndex(
                name: "ix_people_registration_one_open",
                table: "people_registration",
                columns: new[] { "AccountId", "HomeId" },
                unique: true,
                filter: "\"State\" = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_people_registration_State_At",
                table: "people_registration",
                columns: new[] { "State", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_retention_run_Code_At",
                table: "people_retention_run",
                columns: new[] { "Code", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_shared_data_request_ConsentAt",
                table: "people_shared_data_request",
                column: "ConsentAt");

            migrationBuilder.CreateIndex(
                name: "IX_people_shared_data_request_PersonId_ConsentAt",
                table: "people_shared_data_request",
                columns: new[] { "PersonId", "ConsentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_people_sharing_Scope_To",
                table: "people_sharing",
                columns: new[] { "Scope", "To" });

            migrationBuilder.CreateIndex(
                name: "IX_people_sign_in_code_At",
                table: "people_sign_in_code",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_people_sign_in_code_PhoneHash_At",
                table: "people_sign_in_code",
                columns: new[] { "PhoneHash", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_used_code_Until",
                table: "people_used_code",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_people_view_Approval",
                table: "people_view",
                column: "Approval",
                filter: "\"Approval\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_people_view_At",
                table: "people_view",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "ix_people_view_of_child",
                table: "people_view",
                column: "At",
                filter: "\"OfChild\"");

            migrationBuilder.CreateIndex(
                name: "IX_people_view_PersonId_At",
                table: "people_view",
                columns: new[] { "PersonId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_places_circle_category_Jurisdiction_Code_EffectiveFrom",
                table: "places_circle_category",
                columns: new[] { "Jurisdiction", "Code", "EffectiveFrom" });

            migrationBuilder.CreateIndex(
                name: "IX_places_circle_level_Jurisdiction_Minutes_EffectiveFrom",
                table: "places_circle_level",
                columns: new[] { "Jurisdiction", "Minutes", "EffectiveFrom" });

            migrationBuilder.CreateIndex(
                name: "IX_places_grid_Code",
                table: "places_grid",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_places_grid_hand_over_From",
                table: "places_grid_hand_over",
                column: "From");

            migrationBuilder.CreateIndex(
                name: "IX_places_grid_hand_over_Grid",
                table: "places_grid_hand_over",
                column: "Grid");

            migrationBuilder.CreateIndex(
                name: "IX_places_grid_hand_over_To",
                table: "places_grid_hand_over",
                column: "To");

            migrationBuilder.CreateIndex(
                name: "IX_places_grid_member_Account",
                table: "places_grid_member",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_places_grid_member_Grid",
                table: "places_grid_member",
                column: "Grid");

            migrationBuilder.CreateIndex(
                name: "IX_places_home_Building",
                table: "places_home",
                column: "Building");

            migrationBuilder.CreateIndex(
                name: "IX_places_home_Label",
                table: "places_home",
                column: "Label",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_places_home_Scope",
                table: "places_home",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_places_homes_import_At",
                table: "places_homes_import",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_places_homes_import_By_At",
                table: "places_homes_import",
                columns: new[] { "By", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_places_indoor_venue_Code",
                table: "places_indoor_venue",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_places_micro_grid_Grid",
                table: "places_micro_grid",
                column: "Grid");

            migrationBuilder.CreateIndex(
                name: "IX_places_place_Code",
                table: "places_place",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_places_space_Id",
                table: "places_space",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_places_space_PartOf",
                table: "places_space",
                column: "PartOf");

            migrationBuilder.CreateIndex(
                name: "IX_places_space_Scope",
                table: "places_space",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_places_space_change_Space_At",
                table: "places_space_change",
                columns: new[] { "Space", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_places_space_use_SourceKey",
                table: "places_space_use",
                column: "SourceKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_places_space_use_Space_Day",
                table: "places_space_use",
                columns: new[] { "Space", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_places_walk_profile_Jurisdiction_Code_EffectiveFrom",
                table: "places_walk_profile",
                columns: new[] { "Jurisdiction", "Code", "EffectiveFrom" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_answered_command_At",
                table: "platform_answered_command",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_platform_audit_Link",
                table: "platform_audit",
                column: "Link",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_audit_open",
                table: "platform_audit",
                column: "Seq",
                filter: "\"Hash\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_platform_audit_Subject",
                table: "platform_audit",
                column: "Subject");

            migrationBuilder.CreateIndex(
                name: "IX_platform_file_Hash",
                table: "platform_file",
                column: "Hash");

            migrationBuilder.CreateIndex(
                name: "ix_platform_file_loose",
                table: "platform_file",
                column: "CreatedAt",
                filter: "\"SubjectKind\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_platform_file_SubjectKind_SubjectId",
                table: "platform_file",
                columns: new[] { "SubjectKind", "SubjectId" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_handled_At",
                table: "platform_handled",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "ix_platform_outbox_waiting",
                table: "platform_outbox",
                column: "Seq",
                filter: "\"DeliveredAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_platform_webhook_delivery_Status_NextTry",
                table: "platform_webhook_delivery",
                columns: new[] { "Status", "NextTry" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_webhook_delivery_WebhookId_Subject_Status_Seq",
                table: "platform_webhook_delivery",
                columns: new[] { "WebhookId", "Subject", "Status", "Seq" });

            migrationBuilder.CreateIndex(
                name: "ix_sensing_alarm_cause",
                table: "sensing_alarm",
                columns: new[] { "Rule", "Key", "CauseAt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sensing_alarm_device",
                table: "sensing_alarm",
                columns: new[] { "Device", "RaisedAt" });

            migrationBuilder.CreateIndex(
                name: "ix_sensing_alarm_escalate",
                table: "sensing_alarm",
                column: "EscalateAt",
                filter: "\"EscalateAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sensing_alarm_open_cause",
                table: "sensing_alarm",
                columns: new[] { "Rule", "Key" },
                unique: true,
                filter: "\"ClosedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sensing_alarm_place",
                table: "sensing_alarm",
                columns: new[] { "Scope", "RaisedAt" });

            migrationBuilder.CreateIndex(
                name: "ix_sensing_alarm_shelved",
                table: "sensing_alarm",
                column: "ShelvedUntil",
                filter: "\"ShelvedUntil\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sensing_alarm_line",
                table: "sensing_alarm_line",
                columns: new[] { "Alarm", "At" });

            migrationBuilder.CreateIndex(
                name: "ix_sensing_alarm_line_actor",
                table: "sensing_alarm_line",
                column: "Actor");

            migrationBuilder.CreateIndex(
                name: "ix_sensing_call_alarm",
                table: "sensing_call",
                column: "Alarm");

            migrationBuilder.CreateIndex(
                name: "ix_sensing_call_busy",
                table: "sensing_call",
                column: "Account",
                unique: true,
                filter: "\"Active\" = 1");

            migrationBuilder.CreateIndex(
                name: "ix_sensing_call_waiting",
                table: "sensing_call",
                column: "AnswerBy",
                filter: "\"State\" = 'Asked'");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_claim_Device",
                table: "sensing_claim",
                column: "Device");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_claim_TokenHash",
                table: "sensing_claim",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sensing_claim_try_Device",
                table: "sensing_claim_try",
                column: "Device");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_command_Device_At",
                table: "sensing_command",
                columns: new[] { "Device", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_sensing_command_State_At",
                table: "sensing_command",
                columns: new[] { "State", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_sensing_device_Change",
                table: "sensing_device",
                column: "Change");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_device_Code",
                table: "sensing_device",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sensing_device_Scope",
                table: "sensing_device",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_device_address_Device",
                table: "sensing_device_address",
                column: "Device");

            migrationBuilder.CreateIndex(
                name: "ix_sensing_duty_until",
                table: "sensing_duty",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_event_At",
                table: "sensing_event",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_fence_Scope",
                table: "sensing_fence",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "ix_sensing_firing_waiting",
                table: "sensing_firing",
                column: "At",
                filter: "\"DeliveredAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_group_Scope",
                table: "sensing_group",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_group_member_Device",
                table: "sensing_group_member",
                column: "Device");

            migrationBuilder.CreateIndex(
                name: "ix_sensing_hour_changed",
                table: "sensing_hour",
                column: "Hour",
                filter: "\"Changes\" <> \"Figured\"");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_maintenance_Device_To",
                table: "sensing_maintenance",
                columns: new[] { "Device", "To" });

            migrationBuilder.CreateIndex(
                name: "IX_sensing_maintenance_To",
                table: "sensing_maintenance",
                column: "To");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_own_fence_Fence",
                table: "sensing_own_fence",
                column: "Fence");

            migrationBuilder.CreateIndex(
                name: "IX_sensing_rule_Scope",
                table: "sensing_rule",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_banquet_Account",
                table: "services_canteen_banquet",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_banquet_Site",
                table: "services_canteen_banquet",
                column: "Site");

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_certificate_Site",
                table: "services_canteen_certificate",
                column: "Site");

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_closing_Site_Month",
                table: "services_canteen_closing",
                columns: new[] { "Site", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_delivery_Site_Day",
                table: "services_canteen_delivery",
                columns: new[] { "Site", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_dish_Site",
                table: "services_canteen_dish",
                column: "Site");

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_meal_FromOrder",
                table: "services_canteen_meal",
                column: "FromOrder",
                unique: true,
                filter: "\"FromOrder\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_meal_Person_Day",
                table: "services_canteen_meal",
                columns: new[] { "Person", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_meal_Site_Day",
                table: "services_canteen_meal",
                columns: new[] { "Site", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_menu_Site_Day_Meal_Dish",
                table: "services_canteen_menu",
                columns: new[] { "Site", "Day", "Meal", "Dish" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_order_OrderedBy",
                table: "services_canteen_order",
                column: "OrderedBy");

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_order_Person_Day",
                table: "services_canteen_order",
                columns: new[] { "Person", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_order_State_FetchUntil",
                table: "services_canteen_order",
                columns: new[] { "State", "FetchUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_payment_Site_Month_Account_Reference",
                table: "services_canteen_payment",
                columns: new[] { "Site", "Month", "Account", "Reference" },
                unique: true,
                filter: "\"UndoneAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_refund_Person",
                table: "services_canteen_refund",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_refund_Site_State",
                table: "services_canteen_refund",
                columns: new[] { "Site", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_sample_Line",
                table: "services_canteen_sample",
                column: "Line",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_sample_Site_Day",
                table: "services_canteen_sample",
                columns: new[] { "Site", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_shift_Site_At",
                table: "services_canteen_shift",
                columns: new[] { "Site", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_site_Code",
                table: "services_canteen_site",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_subsidy_MealId",
                table: "services_canteen_subsidy",
                column: "MealId");

            migrationBuilder.CreateIndex(
                name: "IX_services_canteen_subsidy_Site_Day",
                table: "services_canteen_subsidy",
                columns: new[] { "Site", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_services_credential_Account",
                table: "services_credential",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_services_credential_CardHash",
                table: "services_credential",
                column: "CardHash");

            migrationBuilder.CreateIndex(
                name: "ix_services_credential_number",
                table: "services_credential",
                columns: new[] { "Community", "Number" },
                unique: true,
                filter: "\"RevokedAt\" IS NULL AND \"Number\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_services_credential_Scope",
                table: "services_credential",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_services_credential_Tie",
                table: "services_credential",
                column: "Tie");

            migrationBuilder.CreateIndex(
                name: "IX_services_credential_Version",
                table: "services_credential",
                column: "Version");

            migrationBuilder.CreateIndex(
                name: "IX_services_elder_meal_Elder",
                table: "services_elder_meal",
                column: "Elder");

            migrationBuilder.CreateIndex(
                name: "IX_services_elder_pause_Elder",
                table: "services_elder_pause",
                column: "Elder");

            migrationBuilder.CreateIndex(
                name: "IX_services_face_enrolment_Account",
                table: "services_face_enrolment",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_services_face_enrolment_Credential_Gate",
                table: "services_face_enrolment",
                columns: new[] { "Credential", "Gate" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_face_enrolment_Gate",
                table: "services_face_enrolment",
                column: "Gate");

            migrationBuilder.CreateIndex(
                name: "IX_services_food_sample_Day_Dish",
                table: "services_food_sample",
                columns: new[] { "Day", "Dish" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_gate_Scope",
                table: "services_gate",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_services_gate_pass_Account_At",
                table: "services_gate_pass",
                columns: new[] { "Account", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_services_gate_pass_Gate_Seq",
                table: "services_gate_pass",
                columns: new[] { "Gate", "Seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_gate_pass_ReceivedAt",
                table: "services_gate_pass",
                column: "ReceivedAt");

            migrationBuilder.CreateIndex(
                name: "IX_services_goods_in_Kitchen_Day",
                table: "services_goods_in",
                columns: new[] { "Kitchen", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_services_income_Corrects",
                table: "services_income",
                column: "Corrects",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_income_Scope_Year",
                table: "services_income",
                columns: new[] { "Scope", "Year" });

            migrationBuilder.CreateIndex(
                name: "IX_services_kitchen_certificate_Account",
                table: "services_kitchen_certificate",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_services_kitchen_certificate_Kitchen_Until",
                table: "services_kitchen_certificate",
                columns: new[] { "Kitchen", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_services_kitchen_day_Kitchen_Day",
                table: "services_kitchen_day",
                columns: new[] { "Kitchen", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_matter_application_Account",
                table: "services_matter_application",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_services_matter_application_Scope_At",
                table: "services_matter_application",
                columns: new[] { "Scope", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_services_meal_extra_Day",
                table: "services_meal_extra",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_services_move_in_Account",
                table: "services_move_in",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_services_move_in_Scope",
                table: "services_move_in",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_services_move_in_Tie",
                table: "services_move_in",
                column: "Tie",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_move_in_item_List",
                table: "services_move_in_item",
                column: "List");

            migrationBuilder.CreateIndex(
                name: "IX_services_quiz_try_Item_Number",
                table: "services_quiz_try",
                columns: new[] { "Item", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_retail_area_Scope",
                table: "services_retail_area",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_services_retail_unit_Area",
                table: "services_retail_unit",
                column: "Area");

            migrationBuilder.CreateIndex(
                name: "IX_services_retail_unit_Scope",
                table: "services_retail_unit",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_services_run_stop_Day_Village",
                table: "services_run_stop",
                columns: new[] { "Day", "Village" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_run_stop_Run",
                table: "services_run_stop",
                column: "Run");

            migrationBuilder.CreateIndex(
                name: "IX_services_sheet_line_Day_Village",
                table: "services_sheet_line",
                columns: new[] { "Day", "Village" });

            migrationBuilder.CreateIndex(
                name: "IX_services_shop_Account",
                table: "services_shop",
                column: "Account",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_shop_Scope_State",
                table: "services_shop",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_services_training_Scope_Code_Version",
                table: "services_training",
                columns: new[] { "Scope", "Code", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_van_Kitchen",
                table: "services_van",
                column: "Kitchen");

            migrationBuilder.CreateIndex(
                name: "IX_services_van_Terminal",
                table: "services_van",
                column: "Terminal",
                unique: true,
                filter: "\"Terminal\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_services_van_run_Day_Van",
                table: "services_van_run",
                columns: new[] { "Day", "Van" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_van_run_Driver",
                table: "services_van_run",
                column: "Driver");

            migrationBuilder.CreateIndex(
                name: "IX_services_van_run_State",
                table: "services_van_run",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_services_village_Kitchen",
                table: "services_village",
                column: "Kitchen");

            migrationBuilder.CreateIndex(
                name: "IX_services_village_Team",
                table: "services_village",
                column: "Team");

            migrationBuilder.CreateIndex(
                name: "IX_services_village_elder_LinkHash",
                table: "services_village_elder",
                column: "LinkHash");

            migrationBuilder.CreateIndex(
                name: "IX_services_village_elder_Person",
                table: "services_village_elder",
                column: "Person",
                unique: true,
                filter: "\"Person\" IS NOT NULL AND \"EndedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_services_village_elder_Village",
                table: "services_village_elder",
                column: "Village");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bookings_attendance");

            migrationBuilder.DropTable(
                name: "bookings_draw_ticket");

            migrationBuilder.DropTable(
                name: "bookings_feed");

            migrationBuilder.DropTable(
                name: "bookings_occupancy");

            migrationBuilder.DropTable(
                name: "bookings_offering");

            migrationBuilder.DropTable(
                name: "bookings_reservation");

            migrationBuilder.DropTable(
                name: "bookings_resource");

            migrationBuilder.DropTable(
                name: "cases_answer");

            migrationBuilder.DropTable(
                name: "cases_answer_template");

            migrationBuilder.DropTable(
                name: "cases_case");

            migrationBuilder.DropTable(
                name: "cases_category");

            migrationBuilder.DropTable(
                name: "cases_category_question");

            migrationBuilder.DropTable(
                name: "cases_channel_message");

            migrationBuilder.DropTable(
                name: "cases_channel_receipt");

            migrationBuilder.DropTable(
                name: "cases_clock_rule");

            migrationBuilder.DropTable(
                name: "cases_co_handler");

            migrationBuilder.DropTable(
                name: "cases_entry");

            migrationBuilder.DropTable(
                name: "cases_evidence");

            migrationBuilder.DropTable(
                name: "cases_extension");

            migrationBuilder.DropTable(
                name: "cases_follower");

            migrationBuilder.DropTable(
                name: "cases_mediation_agreement");

            migrationBuilder.DropTable(
                name: "cases_mediation_party");

            migrationBuilder.DropTable(
                name: "cases_visit");

            migrationBuilder.DropTable(
                name: "cockpit_hand_over");

            migrationBuilder.DropTable(
                name: "cockpit_shift");

            migrationBuilder.DropTable(
                name: "deliberation_survey_item");

            migrationBuilder.DropTable(
                name: "deliberation_survey_part");

            migrationBuilder.DropTable(
                name: "enterprise_consultation");

            migrationBuilder.DropTable(
                name: "enterprise_consultation_note");

            migrationBuilder.DropTable(
                name: "enterprise_desk_plan");

            migrationBuilder.DropTable(
                name: "enterprise_desk_space");

            migrationBuilder.DropTable(
                name: "enterprise_estate");

            migrationBuilder.DropTable(
                name: "enterprise_fixed_desk");

            migrationBuilder.DropTable(
                name: "enterprise_flat");

            migrationBuilder.DropTable(
                name: "enterprise_flat_checked");

            migrationBuilder.DropTable(
                name: "enterprise_flat_kit");

            migrationBuilder.DropTable(
                name: "enterprise_flat_rent");

            migrationBuilder.DropTable(
                name: "enterprise_flat_request");

            migrationBuilder.DropTable(
                name: "enterprise_flat_round");

            migrationBuilder.DropTable(
                name: "enterprise_flat_tenancy");

            migrationBuilder.DropTable(
                name: "enterprise_meeting_room");

            migrationBuilder.DropTable(
                name: "enterprise_membership");

            migrationBuilder.DropTable(
                name: "enterprise_membership_term");

            migrationBuilder.DropTable(
                name: "enterprise_mentor");

            migrationBuilder.DropTable(
                name: "enterprise_mentor_hours");

            migrationBuilder.DropTable(
                name: "enterprise_outcome");

            migrationBuilder.DropTable(
                name: "enterprise_programme");

            migrationBuilder.DropTable(
                name: "enterprise_programme_stage");

            migrationBuilder.DropTable(
                name: "enterprise_project");

            migrationBuilder.DropTable(
                name: "enterprise_talent_appeal");

            migrationBuilder.DropTable(
                name: "enterprise_talent_application");

            migrationBuilder.DropTable(
                name: "enterprise_talent_category");

            migrationBuilder.DropTable(
                name: "enterprise_talent_evidence");

            migrationBuilder.DropTable(
                name: "enterprise_talent_paper");

            migrationBuilder.DropTable(
                name: "enterprise_talent_rule");

            migrationBuilder.DropTable(
                name: "enterprise_team_member");

            migrationBuilder.DropTable(
                name: "governance_evidence_device");

            migrationBuilder.DropTable(
                name: "governance_lead");

            migrationBuilder.DropTable(
                name: "governance_operation_entry");

            migrationBuilder.DropTable(
                name: "governance_operation_settlement");

            migrationBuilder.DropTable(
                name: "governance_share_rule");

            migrationBuilder.DropTable(
                name: "hall_consultation");

            migrationBuilder.DropTable(
                name: "hall_counter");

            migrationBuilder.DropTable(
                name: "hall_file");

            migrationBuilder.DropTable(
                name: "hall_hall");

            migrationBuilder.DropTable(
                name: "hall_item");

            migrationBuilder.DropTable(
                name: "hall_item_paper");

            migrationBuilder.DropTable(
                name: "hall_matter");

            migrationBuilder.DropTable(
                name: "hall_matter_paper");

            migrationBuilder.DropTable(
                name: "hall_preparation");

            migrationBuilder.DropTable(
                name: "hall_proxy");

            migrationBuilder.DropTable(
                name: "hall_queue");

            migrationBuilder.DropTable(
                name: "hall_site");

            migrationBuilder.DropTable(
                name: "hall_ticket");

            migrationBuilder.DropTable(
                name: "hall_way");

            migrationBuilder.DropTable(
                name: "health_age_scene");

            migrationBuilder.DropTable(
                name: "health_age_scene_item");

            migrationBuilder.DropTable(
                name: "health_bed_stay");

            migrationBuilder.DropTable(
                name: "health_care_bed");

            migrationBuilder.DropTable(
                name: "health_care_centre");

            migrationBuilder.DropTable(
                name: "health_care_done");

            migrationBuilder.DropTable(
                name: "health_care_plan");

            migrationBuilder.DropTable(
                name: "health_care_plan_item");

            migrationBuilder.DropTable(
                name: "health_care_service");

            migrationBuilder.DropTable(
                name: "health_clinic");

            migrationBuilder.DropTable(
                name: "health_department");

            migrationBuilder.DropTable(
                name: "health_doctor");

            migrationBuilder.DropTable(
                name: "health_doctor_away");

            migrationBuilder.DropTable(
                name: "health_home_alert");

            migrationBuilder.DropTable(
                name: "health_home_device");

            migrationBuilder.DropTable(
                name: "health_nursery");

            migrationBuilder.DropTable(
                name: "health_nursery_age_rule");

            migrationBuilder.DropTable(
                name: "health_nursery_attempt");

            migrationBuilder.DropTable(
                name: "health_nursery_carers");

            migrationBuilder.DropTable(
                name: "health_nursery_child");

            migrationBuilder.DropTable(
                name: "health_nursery_collector");

            migrationBuilder.DropTable(
                name: "health_nursery_fee");

            migrationBuilder.DropTable(
                name: "health_nursery_fee_rule");

            migrationBuilder.DropTable(
                name: "health_nursery_group");

            migrationBuilder.DropTable(
                name: "health_nursery_handover");

            migrationBuilder.DropTable(
                name: "health_nursery_look");

            migrationBuilder.DropTable(
                name: "health_shift");

            migrationBuilder.DropTable(
                name: "jt808_terminal");

            migrationBuilder.DropTable(
                name: "learning_book");

            migrationBuilder.DropTable(
                name: "learning_branch");

            migrationBuilder.DropTable(
                name: "learning_card_member");

            migrationBuilder.DropTable(
                name: "learning_children_place");

            migrationBuilder.DropTable(
                name: "learning_collector");

            migrationBuilder.DropTable(
                name: "learning_copy");

            migrationBuilder.DropTable(
                name: "learning_course");

            migrationBuilder.DropTable(
                name: "learning_course_wish");

            migrationBuilder.DropTable(
                name: "learning_hand_over");

            migrationBuilder.DropTable(
                name: "learning_hold");

            migrationBuilder.DropTable(
                name: "learning_loan");

            migrationBuilder.DropTable(
                name: "learning_loan_day");

            migrationBuilder.DropTable(
                name: "learning_reader");

            migrationBuilder.DropTable(
                name: "learning_year");

            migrationBuilder.DropTable(
                name: "ledger_account");

            migrationBuilder.DropTable(
                name: "ledger_arrival");

            migrationBuilder.DropTable(
                name: "ledger_balance");

            migrationBuilder.DropTable(
                name: "ledger_chain_head");

            migrationBuilder.DropTable(
                name: "ledger_closed_period");

            migrationBuilder.DropTable(
                name: "ledger_difference");

            migrationBuilder.DropTable(
                name: "ledger_earning");

            migrationBuilder.DropTable(
                name: "ledger_earning_rule");

            migrationBuilder.DropTable(
                name: "ledger_entry");

            migrationBuilder.DropTable(
                name: "ledger_family_rule");

            migrationBuilder.DropTable(
                name: "ledger_family_sharing");

            migrationBuilder.DropTable(
                name: "ledger_family_use");

            migrationBuilder.DropTable(
                name: "ledger_hold");

            migrationBuilder.DropTable(
                name: "ledger_lot");

            migrationBuilder.DropTable(
                name: "ledger_lot_move");

            migrationBuilder.DropTable(
                name: "ledger_payment");

            migrationBuilder.DropTable(
                name: "ledger_programme");

            migrationBuilder.DropTable(
                name: "ledger_reconciled_day");

            migrationBuilder.DropTable(
                name: "ledger_refund");

            migrationBuilder.DropTable(
                name: "ledger_reversal_request");

            migrationBuilder.DropTable(
                name: "ledger_rollup");

            migrationBuilder.DropTable(
                name: "ledger_segment");

            migrationBuilder.DropTable(
                name: "ledger_settlement");

            migrationBuilder.DropTable(
                name: "ledger_top_up_limit");

            migrationBuilder.DropTable(
                name: "ledger_transfer");

            migrationBuilder.DropTable(
                name: "lowcarbon_balcony_garden");

            migrationBuilder.DropTable(
                name: "lowcarbon_garden_plot");

            migrationBuilder.DropTable(
                name: "lowcarbon_garden_season");

            migrationBuilder.DropTable(
                name: "lowcarbon_green_asset");

            migrationBuilder.DropTable(
                name: "lowcarbon_plot_application");

            migrationBuilder.DropTable(
                name: "lowcarbon_plot_check");

            migrationBuilder.DropTable(
                name: "lowcarbon_project");

            migrationBuilder.DropTable(
                name: "lowcarbon_project_fact");

            migrationBuilder.DropTable(
                name: "machinesimulator_machine");

            migrationBuilder.DropTable(
                name: "market_after_sale");

            migrationBuilder.DropTable(
                name: "market_cart_line");

            migrationBuilder.DropTable(
                name: "market_delivery_window");

            migrationBuilder.DropTable(
                name: "market_goods");

            migrationBuilder.DropTable(
                name: "market_live_event");

            migrationBuilder.DropTable(
                name: "market_live_offer");

            migrationBuilder.DropTable(
                name: "market_machine");

            migrationBuilder.DropTable(
                name: "market_machine_command");

            migrationBuilder.DropTable(
                name: "market_machine_dispute");

            migrationBuilder.DropTable(
                name: "market_machine_event");

            migrationBuilder.DropTable(
                name: "market_machine_line");

            migrationBuilder.DropTable(
                name: "market_machine_price");

            migrationBuilder.DropTable(
                name: "market_machine_session");

            migrationBuilder.DropTable(
                name: "market_machine_shelf");

            migrationBuilder.DropTable(
                name: "market_machine_stock");

            migrationBuilder.DropTable(
                name: "market_order");

            migrationBuilder.DropTable(
                name: "market_order_line");

            migrationBuilder.DropTable(
                name: "market_order_refund");

            migrationBuilder.DropTable(
                name: "market_redemption");

            migrationBuilder.DropTable(
                name: "market_rent_month");

            migrationBuilder.DropTable(
                name: "market_rent_waiver");

            migrationBuilder.DropTable(
                name: "market_shop_terms");

            migrationBuilder.DropTable(
                name: "market_stock");

            migrationBuilder.DropTable(
                name: "market_stock_move");

            migrationBuilder.DropTable(
                name: "market_tariff");

            migrationBuilder.DropTable(
                name: "market_tenancy");

            migrationBuilder.DropTable(
                name: "market_township");

            migrationBuilder.DropTable(
                name: "market_voucher");

            migrationBuilder.DropTable(
                name: "market_zone");

            migrationBuilder.DropTable(
                name: "market_zone_service");

            migrationBuilder.DropTable(
                name: "mobility_guard_duty");

            migrationBuilder.DropTable(
                name: "mobility_guard_help");

            migrationBuilder.DropTable(
                name: "mobility_guard_keeper");

            migrationBuilder.DropTable(
                name: "mobility_guard_point");

            migrationBuilder.DropTable(
                name: "mobility_parking_correction");

            migrationBuilder.DropTable(
                name: "mobility_parking_count");

            migrationBuilder.DropTable(
                name: "mobility_parking_gate");

            migrationBuilder.DropTable(
                name: "mobility_parking_hour");

            migrationBuilder.DropTable(
                name: "mobility_parking_lot");

            migrationBuilder.DropTable(
                name: "mobility_path_school");

            migrationBuilder.DropTable(
                name: "mobility_pupil");

            migrationBuilder.DropTable(
                name: "mobility_pupil_leave");

            migrationBuilder.DropTable(
                name: "mobility_road");

            migrationBuilder.DropTable(
                name: "mobility_school_alert");

            migrationBuilder.DropTable(
                name: "mobility_school_day");

            migrationBuilder.DropTable(
                name: "mobility_school_path");

            migrationBuilder.DropTable(
                name: "mobility_school_term");

            migrationBuilder.DropTable(
                name: "mobility_slow_plan");

            migrationBuilder.DropTable(
                name: "mobility_slow_route");

            migrationBuilder.DropTable(
                name: "neighbours_block");

            migrationBuilder.DropTable(
                name: "neighbours_card");

            migrationBuilder.DropTable(
                name: "neighbours_cash_hand_in");

            migrationBuilder.DropTable(
                name: "neighbours_check_item");

            migrationBuilder.DropTable(
                name: "neighbours_class_contact");

            migrationBuilder.DropTable(
                name: "neighbours_class_pupil");

            migrationBuilder.DropTable(
                name: "neighbours_class_seat");

            migrationBuilder.DropTable(
                name: "neighbours_club_meeting");

            migrationBuilder.DropTable(
                name: "neighbours_club_presence");

            migrationBuilder.DropTable(
                name: "neighbours_declared_act");

            migrationBuilder.DropTable(
                name: "neighbours_fund_spending");

            migrationBuilder.DropTable(
                name: "neighbours_greeting");

            migrationBuilder.DropTable(
                name: "neighbours_hours_exchange");

            migrationBuilder.DropTable(
                name: "neighbours_job");

            migrationBuilder.DropTable(
                name: "neighbours_legal_appointment");

            migrationBuilder.DropTable(
                name: "neighbours_member");

            migrationBuilder.DropTable(
                name: "neighbours_missed_points");

            migrationBuilder.DropTable(
                name: "neighbours_pair_contact");

            migrationBuilder.DropTable(
                name: "neighbours_pairing_offer");

            migrationBuilder.DropTable(
                name: "neighbours_parcel_item");

            migrationBuilder.DropTable(
                name: "neighbours_parcel_step");

            migrationBuilder.DropTable(
                name: "neighbours_programme_project");

            migrationBuilder.DropTable(
                name: "neighbours_project_activity");

            migrationBuilder.DropTable(
                name: "neighbours_project_story");

            migrationBuilder.DropTable(
                name: "neighbours_pupil_pair");

            migrationBuilder.DropTable(
                name: "neighbours_sale_line");

            migrationBuilder.DropTable(
                name: "neighbours_sale_undo");

            migrationBuilder.DropTable(
                name: "neighbours_service");

            migrationBuilder.DropTable(
                name: "neighbours_sign_up");

            migrationBuilder.DropTable(
                name: "neighbours_visit");

            migrationBuilder.DropTable(
                name: "neighbours_visit_hand_over");

            migrationBuilder.DropTable(
                name: "neighbours_visitor_count");

            migrationBuilder.DropTable(
                name: "neighbours_visitor_site");

            migrationBuilder.DropTable(
                name: "neighbours_volunteer");

            migrationBuilder.DropTable(
                name: "neighbours_volunteer_certificate");

            migrationBuilder.DropTable(
                name: "neighbours_volunteer_rule");

            migrationBuilder.DropTable(
                name: "neighbours_wish");

            migrationBuilder.DropTable(
                name: "neighbours_wish_claim");

            migrationBuilder.DropTable(
                name: "neighbours_wish_round");

            migrationBuilder.DropTable(
                name: "notices_announcement");

            migrationBuilder.DropTable(
                name: "notices_notice");

            migrationBuilder.DropTable(
                name: "notices_opt_out");

            migrationBuilder.DropTable(
                name: "notices_push");

            migrationBuilder.DropTable(
                name: "notices_push_key");

            migrationBuilder.DropTable(
                name: "notices_sms");

            migrationBuilder.DropTable(
                name: "open311_request");

            migrationBuilder.DropTable(
                name: "open311_update");

            migrationBuilder.DropTable(
                name: "people_api_key");

            migrationBuilder.DropTable(
                name: "people_assessment");

            migrationBuilder.DropTable(
                name: "people_breach");

            migrationBuilder.DropTable(
                name: "people_breach_person");

            migrationBuilder.DropTable(
                name: "people_care_assignment");

            migrationBuilder.DropTable(
                name: "people_care_dismissal");

            migrationBuilder.DropTable(
                name: "people_care_entry");

            migrationBuilder.DropTable(
                name: "people_care_group");

            migrationBuilder.DropTable(
                name: "people_child_access");

            migrationBuilder.DropTable(
                name: "people_claim_try");

            migrationBuilder.DropTable(
                name: "people_company");

            migrationBuilder.DropTable(
                name: "people_company_holding");

            migrationBuilder.DropTable(
                name: "people_consent_paper");

            migrationBuilder.DropTable(
                name: "people_correction");

            migrationBuilder.DropTable(
                name: "people_directory_entry");

            migrationBuilder.DropTable(
                name: "people_directory_group");

            migrationBuilder.DropTable(
                name: "people_erasure");

            migrationBuilder.DropTable(
                name: "people_family_act");

            migrationBuilder.DropTable(
                name: "people_family_agency");

            migrationBuilder.DropTable(
                name: "people_guardianship");

            migrationBuilder.DropTable(
                name: "people_home_invitation");

            migrationBuilder.DropTable(
                name: "people_home_tie");

            migrationBuilder.DropTable(
                name: "people_household");

            migrationBuilder.DropTable(
                name: "people_import");

            migrationBuilder.DropTable(
                name: "people_import_part");

            migrationBuilder.DropTable(
                name: "people_minors_report");

            migrationBuilder.DropTable(
                name: "people_network_check");

            migrationBuilder.DropTable(
                name: "people_outside_logout");

            migrationBuilder.DropTable(
                name: "people_outside_session");

            migrationBuilder.DropTable(
                name: "people_outside_visit");

            migrationBuilder.DropTable(
                name: "people_owners_count_rule");

            migrationBuilder.DropTable(
                name: "people_passkey");

            migrationBuilder.DropTable(
                name: "people_phone_change");

            migrationBuilder.DropTable(
                name: "people_post");

            migrationBuilder.DropTable(
                name: "people_purpose_text");

            migrationBuilder.DropTable(
                name: "people_recovery_code");

            migrationBuilder.DropTable(
                name: "people_refresh_family");

            migrationBuilder.DropTable(
                name: "people_registration");

            migrationBuilder.DropTable(
                name: "people_retention");

            migrationBuilder.DropTable(
                name: "people_retention_run");

            migrationBuilder.DropTable(
                name: "people_shared_data_request");

            migrationBuilder.DropTable(
                name: "people_sharing");

            migrationBuilder.DropTable(
                name: "people_sign_in_code");

            migrationBuilder.DropTable(
                name: "people_team");

            migrationBuilder.DropTable(
                name: "people_used_code");

            migrationBuilder.DropTable(
                name: "people_view");

            migrationBuilder.DropTable(
                name: "people_wait");

            migrationBuilder.DropTable(
                name: "places_circle_category");

            migrationBuilder.DropTable(
                name: "places_circle_level");

            migrationBuilder.DropTable(
                name: "places_entrance");

            migrationBuilder.DropTable(
                name: "places_facility");

            migrationBuilder.DropTable(
                name: "places_grid");

            migrationBuilder.DropTable(
                name: "places_grid_hand_over");

            migrationBuilder.DropTable(
                name: "places_grid_member");

            migrationBuilder.DropTable(
                name: "places_home");

            migrationBuilder.DropTable(
                name: "places_homes_import");

            migrationBuilder.DropTable(
                name: "places_indoor_feature");

            migrationBuilder.DropTable(
                name: "places_indoor_venue");

            migrationBuilder.DropTable(
                name: "places_map_feature");

            migrationBuilder.DropTable(
                name: "places_micro_grid");

            migrationBuilder.DropTable(
                name: "places_place");

            migrationBuilder.DropTable(
                name: "places_space");

            migrationBuilder.DropTable(
                name: "places_space_change");

            migrationBuilder.DropTable(
                name: "places_space_share");

            migrationBuilder.DropTable(
                name: "places_space_use");

            migrationBuilder.DropTable(
                name: "places_version");

            migrationBuilder.DropTable(
                name: "places_walk_edge");

            migrationBuilder.DropTable(
                name: "places_walk_node");

            migrationBuilder.DropTable(
                name: "places_walk_profile");

            migrationBuilder.DropTable(
                name: "places_walk_source");

            migrationBuilder.DropTable(
                name: "places_walk_version");

            migrationBuilder.DropTable(
                name: "platform_answered_command");

            migrationBuilder.DropTable(
                name: "platform_audit");

            migrationBuilder.DropTable(
                name: "platform_audit_head");

            migrationBuilder.DropTable(
                name: "platform_counter");

            migrationBuilder.DropTable(
                name: "platform_file");

            migrationBuilder.DropTable(
                name: "platform_handled");

            migrationBuilder.DropTable(
                name: "platform_outbox");

            migrationBuilder.DropTable(
                name: "platform_setting");

            migrationBuilder.DropTable(
                name: "platform_webhook");

            migrationBuilder.DropTable(
                name: "platform_webhook_delivery");

            migrationBuilder.DropTable(
                name: "sensing_alarm");

            migrationBuilder.DropTable(
                name: "sensing_alarm_line");

            migrationBuilder.DropTable(
                name: "sensing_call");

            migrationBuilder.DropTable(
                name: "sensing_checkpoint");

            migrationBuilder.DropTable(
                name: "sensing_claim");

            migrationBuilder.DropTable(
                name: "sensing_claim_try");

            migrationBuilder.DropTable(
                name: "sensing_command");

            migrationBuilder.DropTable(
                name: "sensing_desired");

            migrationBuilder.DropTable(
                name: "sensing_device");

            migrationBuilder.DropTable(
                name: "sensing_device_address");

            migrationBuilder.DropTable(
                name: "sensing_device_change");

            migrationBuilder.DropTable(
                name: "sensing_duty");

            migrationBuilder.DropTable(
                name: "sensing_event");

            migrationBuilder.DropTable(
                name: "sensing_fence");

            migrationBuilder.DropTable(
                name: "sensing_firing");

            migrationBuilder.DropTable(
                name: "sensing_group");

            migrationBuilder.DropTable(
                name: "sensing_group_member");

            migrationBuilder.DropTable(
                name: "sensing_hour");

            migrationBuilder.DropTable(
                name: "sensing_maintenance");

            migrationBuilder.DropTable(
                name: "sensing_own_fence");

            migrationBuilder.DropTable(
                name: "sensing_partition");

            migrationBuilder.DropTable(
                name: "sensing_position");

            migrationBuilder.DropTable(
                name: "sensing_queue");

            migrationBuilder.DropTable(
                name: "sensing_reading");

            migrationBuilder.DropTable(
                name: "sensing_rule");

            migrationBuilder.DropTable(
                name: "sensing_rule_version");

            migrationBuilder.DropTable(
                name: "sensing_rules_stamp");

            migrationBuilder.DropTable(
                name: "sensing_twin");

            migrationBuilder.DropTable(
                name: "services_canteen_banquet");

            migrationBuilder.DropTable(
                name: "services_canteen_certificate");

            migrationBuilder.DropTable(
                name: "services_canteen_closing");

            migrationBuilder.DropTable(
                name: "services_canteen_delivery");

            migrationBuilder.DropTable(
                name: "services_canteen_dish");

            migrationBuilder.DropTable(
                name: "services_canteen_meal");

            migrationBuilder.DropTable(
                name: "services_canteen_menu");

            migrationBuilder.DropTable(
                name: "services_canteen_order");

            migrationBuilder.DropTable(
                name: "services_canteen_payment");

            migrationBuilder.DropTable(
                name: "services_canteen_refund");

            migrationBuilder.DropTable(
                name: "services_canteen_sample");

            migrationBuilder.DropTable(
                name: "services_canteen_shift");

            migrationBuilder.DropTable(
                name: "services_canteen_site");

            migrationBuilder.DropTable(
                name: "services_canteen_subsidy");

            migrationBuilder.DropTable(
                name: "services_collective_year");

            migrationBuilder.DropTable(
                name: "services_credential");

            migrationBuilder.DropTable(
                name: "services_elder_choice");

            migrationBuilder.DropTable(
                name: "services_elder_meal");

            migrationBuilder.DropTable(
                name: "services_elder_pause");

            migrationBuilder.DropTable(
                name: "services_face_enrolment");

            migrationBuilder.DropTable(
                name: "services_food_sample");

            migrationBuilder.DropTable(
                name: "services_gate");

            migrationBuilder.DropTable(
                name: "services_gate_clock");

            migrationBuilder.DropTable(
                name: "services_gate_pass");

            migrationBuilder.DropTable(
                name: "services_gate_signing_key");

            migrationBuilder.DropTable(
                name: "services_goods_in");

            migrationBuilder.DropTable(
                name: "services_head_count");

            migrationBuilder.DropTable(
                name: "services_income");

            migrationBuilder.DropTable(
                name: "services_kitchen");

            migrationBuilder.DropTable(
                name: "services_kitchen_certificate");

            migrationBuilder.DropTable(
                name: "services_kitchen_day");

            migrationBuilder.DropTable(
                name: "services_matter_application");

            migrationBuilder.DropTable(
                name: "services_meal_dish");

            migrationBuilder.DropTable(
                name: "services_meal_extra");

            migrationBuilder.DropTable(
                name: "services_meal_set");

            migrationBuilder.DropTable(
                name: "services_move_in");

            migrationBuilder.DropTable(
                name: "services_move_in_item");

            migrationBuilder.DropTable(
                name: "services_quiz_try");

            migrationBuilder.DropTable(
                name: "services_retail_area");

            migrationBuilder.DropTable(
                name: "services_retail_unit");

            migrationBuilder.DropTable(
                name: "services_run_stop");

            migrationBuilder.DropTable(
                name: "services_sheet_allergy");

            migrationBuilder.DropTable(
                name: "services_sheet_line");

            migrationBuilder.DropTable(
                name: "services_shop");

            migrationBuilder.DropTable(
                name: "services_training");

            migrationBuilder.DropTable(
                name: "services_van");

            migrationBuilder.DropTable(
                name: "services_van_run");

            migrationBuilder.DropTable(
                name: "services_village");

            migrationBuilder.DropTable(
                name: "services_village_elder");

            migrationBuilder.DropTable(
                name: "bookings_session");

            migrationBuilder.DropTable(
                name: "deliberation_survey_answer");

            migrationBuilder.DropTable(
                name: "governance_space_operation");

            migrationBuilder.DropTable(
                name: "market_redemption_offer");

            migrationBuilder.DropTable(
                name: "neighbours_class_session");

            migrationBuilder.DropTable(
                name: "neighbours_covenant_clause");

            migrationBuilder.DropTable(
                name: "neighbours_legal_slot");

            migrationBuilder.DropTable(
                name: "neighbours_club");

            migrationBuilder.DropTable(
                name: "neighbours_pair");

            migrationBuilder.DropTable(
                name: "neighbours_donation_item");

            migrationBuilder.DropTable(
                name: "neighbours_parcel");

            migrationBuilder.DropTable(
                name: "neighbours_programme");

            migrationBuilder.DropTable(
                name: "neighbours_project");

            migrationBuilder.DropTable(
                name: "neighbours_sale_good");

            migrationBuilder.DropTable(
                name: "neighbours_sale_receipt");

            migrationBuilder.DropTable(
                name: "neighbours_volunteer_activity");

            migrationBuilder.DropTable(
                name: "neighbours_visit_family");

            migrationBuilder.DropTable(
                name: "notices_push_subscription");

            migrationBuilder.DropTable(
                name: "people_consent");

            migrationBuilder.DropTable(
                name: "people_outside_link");

            migrationBuilder.DropTable(
                name: "deliberation_survey");

            migrationBuilder.DropTable(
                name: "market_redemption_station");

            migrationBuilder.DropTable(
                name: "neighbours_class_pairing");

            migrationBuilder.DropTable(
                name: "neighbours_donation");

            migrationBuilder.DropTable(
                name: "neighbours_charity_sale");

            migrationBuilder.DropTable(
                name: "neighbours_visit_plan");

            migrationBuilder.DropTable(
                name: "people_account");

            migrationBuilder.DropTable(
                name: "people_outside_provider");

            migrationBuilder.DropTable(
                name: "neighbours_recipient");

            migrationBuilder.DropTable(
                name: "neighbours_fund");

            migrationBuilder.DropTable(
                name: "people_person");

            migrationBuilder.DropTable(
                name: "neighbours_charity");
        }
    }
}
