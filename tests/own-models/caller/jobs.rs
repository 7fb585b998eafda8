//! Calls the job queue, through each of the two clients generated from its model.

macro_rules! caller {
    ($module:ident, $krate:ident) => {
        pub mod $module {
            use std::time::Duration;

            use $krate::client::Waiters;
            use $krate::config::retry::RetryConfig;
            use $krate::error::ProvideErrorMetadata;
            use $krate::operation::submit_job::SubmitJobError;
            use $krate::primitives::event_stream::EventStreamSender;
            use $krate::primitives::{Blob, DateTime};
            use $krate::types::error::LogEventsError;
            use $krate::types::{Command, JobState, LogEvents, Nested, Step, Word, Words};
            use $krate::{Client, Config};

            use crate::{Outcome, Given};

            pub async fn run(url: &str) -> Outcome {
                let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
                let client = Client::from_conf(Config::builder().endpoint_url(url).retry_config(retries).build());
                echo(&client).await?;
                jobs(&client).await?;
                errors(&client).await?;
                events(&client).await
            }

            async fn echo(client: &Client) -> Outcome {
                let command = Command::builder()
                    .program("make")
                    .arguments("-j")
                    .arguments("2")
                    .environment("CC", "cc")
                    .build()?;
                let steps = vec![Step::Sleep(0.5), Step::Stop, Step::Run(command)];
                let leaf = Nested::builder().value(Blob::new([0, 255])).build();
                let nested = Nested::builder().next(leaf.clone()).children(leaf.clone()).children(leaf).build();
                let output = client
                    .echo()
                    .text("grüezi \u{1f600} \"\\\n\u{0}")
                    .bytes(Blob::new([0, 1, 254, 255]))
                    .flag(false)
                    .tiny(-128)
                    .short(32_767)
                    .number(i32::MIN)
                    .long(i64::MIN)
                    .float(1.5)
                    .double(f64::MIN_POSITIVE)
                    .big("-1234567890123456789012345678901234567890".parse()?)
                    .decimal("3.14159265358979323846264338327950288".parse()?)
                    .at(DateTime::from_secs_f64(1_796_000_000.5))
                    .state(JobState::Done)
                    .priority(100)
                    .names("a")
                    .names("")
                    .sparse(Some("x".to_owned()))
                    .sparse(None)
                    .labels("", Blob::new("label"))
                    .labels("k", Blob::new(""))
                    .gaps(JobState::from("NEW"), None)
                    .gaps(JobState::Queued, Some(DateTime::from_secs(-1)))
                    .step(Step::All(steps.clone()))
                    .set_steps(Some(steps.clone()))
                    .nested(nested.clone())
                    .send()
                    .await?;
                assert_eq!(output.text(), Some("grüezi \u{1f600} \"\\\n\u{0}"));
                assert_eq!(output.bytes(), Some(&Blob::new([0, 1, 254, 255])));
                assert_eq!((output.flag(), output.tiny(), output.short()), (Some(false), Some(-128), Some(32_767)));
                assert_eq!((output.number(), output.long()), (Some(i32::MIN), Some(i64::MIN)));
                assert_eq!((output.float(), output.double()), (Some(1.5), Some(f64::MIN_POSITIVE)));
                let digits = output.big().map(AsRef::as_ref);
                assert_eq!(digits, Some("-1234567890123456789012345678901234567890"));
                let digits = output.decimal().map(AsRef::as_ref);
                assert_eq!(digits, Some("3.14159265358979323846264338327950288"));
                assert_eq!(output.at(), Some(&DateTime::from_secs_f64(1_796_000_000.5)));
                assert_eq!((output.state(), output.priority()), (Some(&JobState::Done), Some(100)));
                assert_eq!(output.names(), ["a", ""]);
                assert_eq!(output.sparse(), [Some("x".to_owned()), None]);
                let labels = output.labels().expect("labels");
                assert_eq!((labels.len(), labels.get("")), (2, Some(&Blob::new("label"))));
                let gaps = output.gaps().expect("gaps");
                assert_eq!(gaps.get(&JobState::from("NEW")), Some(&None));
                assert_eq!(gaps.get(&JobState::Queued), Some(&Some(DateTime::from_secs(-1))));
                assert_eq!(output.step(), Some(&Step::All(steps.clone())));
                assert_eq!((output.steps(), output.nested()), (steps.as_slice(), Some(&nested)));
                assert_eq!((output.retries(), output.queue()), (3, None));
                assert_eq!(output.budget().as_ref(), "0.1000000000000000000001");
                for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0] {
                    let output = client.echo().double(number).retries(0).send().await?;
                    assert_eq!(output.double().map(f64::to_bits), Some(number.to_bits()), "{number}");
                    assert_eq!((output.retries(), output.text()), (0, None));
                }
                Ok(())
            }

            async fn jobs(client: &Client) -> Outcome {
                let command = Command::builder().program("make").build()?;
                let submitted = client.submit_job().job_id("a-1").step(Step::Run(command)).send().await?;
                assert_eq!(submitted.state(), &JobState::Queued);
                client.cancel_job().job_id("a-1").send().await?;
                let done = client.wait_until_job_done().job_id("a-1").wait(Duration::from_secs(20)).await?;
                let done = done.into_result().expect("a job");
                assert_eq!((done.state(), done.started()), (&JobState::Done, Some(&DateTime::from_secs(5))));
                let mut jobs = client.list_jobs().into_paginator().page_size(2).items().send();
                let mut found = Vec::new();
                while let Some(job) = jobs.next().await {
                    found.push(job?.job_id().to_owned());
                }
                assert_eq!(found, ["job-1", "job-2", "job-3", "job-4", "job-5"]);
                Ok(())
            }

            async fn errors(client: &Client) -> Outcome {
                // Throttled once, and retried.
                client.submit_job().job_id("busy").step(Step::Stop).send().await?;
                let error = client.submit_job().job_id("exists").step(Step::Stop).send().await.expect_err("it exists");
                assert_eq!(error.code(), Some("JobExists"));
                let error = error.into_service_error();
                assert!(matches!(&error, SubmitJobError::JobExists(it) if it.message() == Some("it exists")));
                let error = client.submit_job().job_id("bad").step(Step::Stop).send().await.expect_err("it is bad");
                let SubmitJobError::InvalidRequest(invalid) = error.into_service_error() else {
                    panic!("another error");
                };
                assert_eq!((invalid.member(), invalid.allowed()), ("jobId", ["good".to_owned()].as_slice()));
                let error = client.submit_job().job_id("Bad Id").send().await.expect_err("nothing is sent");
                let text = format!("{:#}", $krate::error::DisplayErrorContext(&error));
                assert!(text.contains("jobId") && text.contains("step"), "{text}");
                Ok(())
            }

            async fn events(client: &Client) -> Outcome {
                let mut output = client.tail_log().job_id("a-1").send().await?;
                assert_eq!(output.job_id(), Some("a-1"));
                let mut lines = Vec::new();
                while let Some(event) = output.log.recv().await? {
                    match event {
                        LogEvents::Line(line) => lines.push(format!("{} {:?}", line.text(), line.at())),
                        LogEvents::Progress(it) => lines.push(format!("{:?} {:?}", it.percent(), it.part())),
                        other => panic!("{other:?}"),
                    }
                }
                let at = DateTime::from_secs(5);
                assert_eq!(lines, [format!("one {:?}", Some(at)), format!("{:?} {:?}", Some(0.5), Some(Blob::new("part")))]);

                let mut output = client.tail_log().job_id("lossy").send().await?;
                let error = loop {
                    match output.log.recv().await {
                        Ok(event) => assert!(event.is_some_and(|it| it.is_line())),
                        Err(error) => break error,
                    }
                };
                let error = error.into_service_error();
                assert!(matches!(&error, LogEventsError::LogLost(it) if it.message() == Some("it is lost")), "{error:?}");

                let words = ["fast", "slow"].map(|it| Ok(Words::Word(Word::builder().text(it).build())));
                let words = EventStreamSender::from(Given(words.into_iter()));
                let mut output = client.dictate().job_id("a-1").words(words).send().await?;
                let mut answers = Vec::new();
                while let Some(event) = output.log.recv().await? {
                    answers.push(event.as_line().map(|it| it.text().to_owned()).unwrap_or_default());
                }
                assert_eq!(answers, ["initial-request a-1", "word fast", "word slow"]);
                Ok(())
            }
        }
    };
}

caller!(cbor, jobs_cbor);
caller!(json, jobs_json);
